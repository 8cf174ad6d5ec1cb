using System.Net;
using System.Text.Json.Nodes;
using Ringback.Protocol.Ids;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Events;

/// <summary>The event feed: who may read it, what it shows, page by page, and one event by its id.</summary>
public sealed class EventFeedTests(SharedServer shared)
{
    private static readonly string[] Fields = ["id", "resource", "type", "actorId", "orgId", "created", "data"];

    [Theory]
    [InlineData("v1/events")]
    [InlineData("v1/events/")]
    [InlineData("events")]
    public async Task Event_has_the_fields_of_the_Webex_Events_API_and_its_full_data(string path)
    {
        var (tenant, reader) = await NewReaderAsync();
        var id = await PublishAsync(tenant, new
        {
            actorId = "ann",
            created = "2026-01-31T12:00:00.5Z",
            data = new { id = "m1", text = "é <b> 😀", nested = new { a = 1.50 } },
        });

        var reply = (await reader.SendAsync("GET", path)).ShouldBe(HttpStatusCode.OK);

        var item = Assert.Single(reply.Items);
        Assert.Equal(Fields, item.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            $$"""
            {"id":"{{id}}","resource":"messages","type":"created","actorId":"ann","orgId":"{{tenant.OrgId}}",
            """ + """
            "created":"2026-01-31T12:00:00.500Z","data":{"id":"m1","text":"é <b> 😀","nested":{"a":1.5}}}
            """,
            item.GetRawText());
        Assert.True(WebexId.TryParse(id, WebexIdTypes.Event, out _));
        Assert.Null(reply.Header("Link"));
    }

    [Fact]
    public async Task Event_whose_actor_is_unknown_has_no_actor()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishAsync(tenant);

        var item = Assert.Single((await reader.SendAsync("GET", "v1/events")).Items);

        Assert.Equal(Fields.Except(["actorId"]), item.EnumerateObject().Select(field => field.Name));
    }

    [Theory]
    [InlineData("v1/events")]
    [InlineData("v1/events/anything")]
    public async Task Reading_needs_the_compliance_scope(string path)
    {
        var tenant = await shared.NewTenantAsync();

        foreach (var member in new[] { tenant.Person, tenant.Admin, tenant.Bot, tenant.Publisher })
        {
            var problem = Assert.Single((await member.SendAsync("GET", path)).ShouldFail(HttpStatusCode.Forbidden));
            Assert.Equal("Missing required scope: spark-compliance:events_read", problem);
        }

        (await shared.Server.Anonymous.SendAsync("GET", path)).ShouldFail(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Administrator_of_the_installation_reads_its_own_org_only()
    {
        var tenant = await shared.NewTenantAsync();
        var admin = await tenant.AddAsync(new { scopes = new[] { "ringback:admin" } });
        var (other, _) = await NewReaderAsync();
        var mine = await PublishAsync(tenant);
        var theirs = await PublishAsync(other);

        Assert.Equal([mine], Ids(await admin.SendAsync("GET", "v1/events")));
        (await admin.SendAsync("GET", $"v1/events/{mine}")).ShouldBe(HttpStatusCode.OK);
        (await admin.SendAsync("GET", $"v1/events/{theirs}")).ShouldFail(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_hold_every_event_once_newest_first_in_the_order_of_a_batch()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishBatchAsync(tenant, "a", 5);
        await PublishBatchAsync(tenant, "b", 2);

        var pages = await PagesAsync(reader, "v1/events?max=3&resource=messages");

        Assert.Equal(["b1,b0,a4", "a3,a2,a1", "a0"], pages.Select(page => string.Join(',', page)));
    }

    [Fact]
    public async Task Full_last_page_has_no_next_even_when_other_events_are_older()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishAsync(tenant, new { resource = "rooms" });
        await PublishBatchAsync(tenant, "m", 2);

        Assert.Null((await reader.SendAsync("GET", "v1/events?max=2&resource=messages")).Header("Link"));
        Assert.NotNull((await reader.SendAsync("GET", "v1/events?max=2")).Header("Link"));
    }

    [Fact]
    public async Task Events_published_between_two_pages_do_not_shift_the_second()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishBatchAsync(tenant, "a", 4);
        var first = await reader.SendAsync("GET", "v1/events?max=2");

        await PublishBatchAsync(tenant, "b", 3);

        Assert.Equal(["a1", "a0"], Ids(await reader.SendAsync("GET", Next(first)!)));
    }

    [Fact]
    public async Task Link_is_absolute_and_keeps_the_parameters()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishBatchAsync(tenant, "a", 2);

        var reply = await reader.SendAsync("GET", "events/?max=1&resource=messages&from=2020-01-01T00:00:00Z");

        var next = new Uri(Next(reply)!);
        Assert.Equal(new Uri(shared.Server.BaseUrl, "events/").AbsoluteUri, next.GetLeftPart(UriPartial.Path));
        Assert.Matches("^[?]resource=messages&from=2020-01-01T00(:|%3A)00(:|%3A)00Z&max=1&cursor=[A-Za-z0-9_-]{22}$", next.Query);
    }

    [Fact]
    public async Task Page_of_large_events_ends_early_and_has_a_next()
    {
        var (tenant, reader) = await NewReaderAsync();
        var text = new string('x', 900_000);
        for (var i = 0; i < 12; i++)
        {
            await PublishAsync(tenant, new { id = $"e{i}", data = new { text } });
        }

        var pages = await PagesAsync(reader, "v1/events");

        Assert.Equal([10, 2], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"e{11 - i}"), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Filter_finds_an_event_behind_more_than_one_piece_of_the_scan()
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishAsync(tenant, new { id = "first", resource = "rooms" });
        for (var i = 0; i < 11; i++)
        {
            await PublishBatchAsync(tenant, $"b{i}-", 1000);
        }

        Assert.Equal(["first"], Ids(await reader.SendAsync("GET", "v1/events?resource=rooms")));
        Assert.Equal(100, (await reader.SendAsync("GET", "v1/events")).Items.Count);
        Assert.Equal(1000, (await reader.SendAsync("GET", "v1/events?max=1000000")).Items.Count);
    }

    [Theory]
    [InlineData("chosen")]
    [InlineData("a/b%2Fc?d#e+f&g")]
    [InlineData("~!@$'(),;:=[]{}|\\\"<>^`*_-.")]
    public async Task One_event_is_found_by_the_id_that_its_publisher_chose(string id)
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishAsync(tenant, new { id, data = new { text = "full" } });

        var found = (await reader.SendAsync("GET", $"v1/events/{Uri.EscapeDataString(id)}")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(id, found["id"]);
        Assert.Equal("full", found.Json.GetProperty("data").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("v1/events/{0}")]
    [InlineData("v1/events/{0}/")]
    [InlineData("events/{0}")]
    public async Task One_event_is_found_by_the_id_that_the_server_made_and_looks_as_in_the_list(string path)
    {
        var (tenant, reader) = await NewReaderAsync();
        var id = await PublishAsync(tenant);

        var found = (await reader.SendAsync("GET", path.Replace("{0}", id, StringComparison.Ordinal))).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(Assert.Single((await reader.SendAsync("GET", "v1/events")).Items).GetRawText(), found.Text);
    }

    [Fact]
    public async Task Chosen_id_that_looks_like_one_of_Webex_is_found()
    {
        var (tenant, reader) = await NewReaderAsync();
        var id = WebexId.Create(WebexIdTypes.Event, Guid.NewGuid());
        await PublishAsync(tenant, new { id });

        Assert.Equal(id, (await reader.SendAsync("GET", $"v1/events/{id}"))["id"]);
    }

    [Fact]
    public async Task Event_of_another_org_or_none_is_a_404()
    {
        var (tenant, reader) = await NewReaderAsync();
        var (other, _) = await NewReaderAsync();
        var theirs = new[] { await PublishAsync(other), await PublishAsync(other, new { id = "chosen" }) };
        await PublishAsync(tenant);
        var webhookId = WebexId.Create(WebexIdTypes.Webhook, Guid.NewGuid());

        foreach (var id in theirs.Concat(["nothing", webhookId, "%20", "chosen%0Ax", "é"]))
        {
            var problem = Assert.Single((await reader.SendAsync("GET", $"v1/events/{id}")).ShouldFail(HttpStatusCode.NotFound));
            Assert.Equal("The requested event could not be found.", problem);
        }
    }

    [Fact]
    public async Task Event_that_only_some_may_see_is_in_the_feed()
    {
        var (tenant, reader) = await NewReaderAsync();
        var id = await PublishAsync(tenant, new { visibleTo = new[] { "ann" } });

        Assert.Equal([id], Ids(await reader.SendAsync("GET", "v1/events")));
    }

    private async Task<(Tenant Tenant, Member Reader)> NewReaderAsync()
    {
        var tenant = await shared.NewTenantAsync();
        return (tenant, await tenant.AddAsync(new { scopes = new[] { "spark-compliance:events_read" } }));
    }

    private static async Task<string> PublishAsync(Tenant tenant, object? changes = null)
    {
        var reply = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(changes));
        return Assert.Single(reply.ShouldBe(HttpStatusCode.Accepted).Items).GetProperty("id").GetString()!;
    }

    private static async Task PublishBatchAsync(Tenant tenant, string prefix, int count) =>
        (await tenant.Publisher.SendAsync("POST", "v1/events", new
        {
            items = Enumerable.Range(0, count)
                .Select(i => JsonNode.Parse(Sample.Event(new { id = $"{prefix}{i}" }))),
        })).ShouldBe(HttpStatusCode.Accepted);

    private static async Task<List<IReadOnlyList<string>>> PagesAsync(Member reader, string path)
    {
        var pages = new List<IReadOnlyList<string>>();
        for (string? next = path; next is not null;)
        {
            var reply = await reader.SendAsync("GET", next);
            pages.Add(Ids(reply));
            next = Next(reply);
        }

        return pages;
    }

    private static string? Next(Reply reply) => reply.Header("Link")?.Split('<', '>')[1];

    private static IReadOnlyList<string> Ids(Reply reply) =>
        [.. reply.ShouldBe(HttpStatusCode.OK).Items.Select(item => item.GetProperty("id").GetString()!)];
}
