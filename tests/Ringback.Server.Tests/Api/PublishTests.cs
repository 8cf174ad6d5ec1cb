using System.Net;
using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests.Api;

/// <summary>Publishing: one event, a batch, lines; ids chosen by the publisher; all or nothing.</summary>
public sealed class PublishTests(SharedServer shared)
{
    [Fact]
    public async Task Event_gets_a_Webex_id_and_a_count_of_matches()
    {
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(new Uri("http://127.0.0.1:9/"), new { status = "inactive" });
        await tenant.Colleague.RegisterAsync(new Uri("http://127.0.0.1:9/"), new { status = "inactive" });

        var reply = (await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event()))
            .ShouldBe(HttpStatusCode.Accepted);

        var item = Assert.Single(reply.Items);
        Assert.Equal(["id", "matched"], item.EnumerateObject().Select(field => field.Name));
        Assert.Equal(2, item.GetProperty("matched").GetInt32());
        Assert.StartsWith("Y2lzY29zcGFyazovL3VzL0VWRU5UL", item.GetProperty("id").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1/events/")]
    [InlineData("events")]
    [InlineData("events/")]
    public async Task Publishing_works_on_every_path(string path)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        (await publisher.SendAsync("POST", path, Sample.Event())).ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("""{"resource":null}""", "resource", "cannot be empty")]
    [InlineData("""{"resource":"mesages"}""", "resource", "messages")]
    [InlineData("""{"resource":"all"}""", "resource", "messages")]
    [InlineData("""{"type":null}""", "type", "created")]
    [InlineData("""{"type":"joined"}""", "type", "created")]
    [InlineData("""{"type":"all"}""", "type", "created")]
    [InlineData("""{"data":null}""", "data", "object")]
    [InlineData("""{"data":"text"}""", "data", "object")]
    [InlineData("""{"data":[]}""", "data", "object")]
    [InlineData("""{"id":""}""", "id", "1 to 200")]
    [InlineData("""{"id":7}""", "id", "a string")]
    [InlineData("""{"created":"yesterday"}""", "created", "yesterday")]
    [InlineData("""{"created":1764000000}""", "created", "a string")]
    [InlineData("""{"actorId":{}}""", "actorId", "a string")]
    [InlineData("""{"visibleTo":"p1"}""", "visibleTo", "an array")]
    [InlineData("""{"visibleTo":["p1",2]}""", "visibleTo[1]", "a string")]
    public async Task Wrong_field_is_named(string changes, string field, string allowed)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await publisher.SendAsync(
            "POST", "v1/events", Sample.Event(JsonSerializer.Deserialize<JsonElement>(changes)));

        var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
        Assert.StartsWith(field + " ", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("line\nbreak")]
    [InlineData("tab\t")]
    [InlineData("café")]
    [InlineData("😀")]
    [InlineData("\u007f")]
    public async Task Id_that_cannot_stand_in_a_header_is_refused(string id)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await publisher.SendAsync("POST", "v1/events", Sample.Event(new { id }));

        Assert.StartsWith("id ", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_may_have_200_characters_of_any_visible_kind()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);
        var id = new string([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]).PadRight(200, 'x');

        var published = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { id }));
        var tooLong = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { id = id + "x" }));

        Assert.Equal(id, published.ShouldBe(HttpStatusCode.Accepted).Items[0].GetProperty("id").GetString());
        Assert.Equal(id, (await receiver.NextAsync()).Header("Ringback-Event-Id"));
        tooLong.ShouldFail(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Several_wrong_fields_are_all_named_at_once()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await publisher.SendAsync(
            "POST", "v1/events", """{"id":5,"resource":"nothing","created":"never","data":1}""");

        Assert.Equal(["created", "data", "id", "resource"],
            reply.ShouldFail(HttpStatusCode.BadRequest).Select(problem => problem.Split(' ')[0])
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Batch_of_1000_is_answered_in_order_and_one_more_is_too_many()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var ids = Enumerable.Range(0, 1000).Select(i => $"e{i}").ToArray();

        var reply = await publisher.SendAsync("POST", "v1/events", Batch(ids));
        var tooMany = await publisher.SendAsync("POST", "v1/events", Batch([.. ids, "one-more"]));
        var none = await publisher.SendAsync("POST", "v1/events", """{"items":[]}""");

        Assert.Equal(ids,
            reply.ShouldBe(HttpStatusCode.Accepted).Items.Select(item => item.GetProperty("id").GetString()));
        Assert.Contains("more came", Assert.Single(tooMany.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
        none.ShouldFail(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":"all"}""")]
    [InlineData("""{"items":3}""")]
    public async Task Items_that_are_no_array_are_a_400(string body)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        Assert.Contains("items", Assert.Single((await publisher.SendAsync("POST", "v1/events", body))
            .ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_with_a_bad_event_commits_nothing_and_names_it()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var good = Sample.Event(new { id = "good" });

        var refused = await publisher.SendAsync(
            "POST", "v1/events", $$"""{"items":[{{good}},{"resource":"messages","type":"left","data":null},{{good}}]}""");
        var again = await publisher.SendAsync("POST", "v1/events", good);

        var problems = refused.ShouldFail(HttpStatusCode.BadRequest);
        Assert.Contains(problems, problem => problem.StartsWith("items[1].type ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("items[1].data ", StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.StartsWith("items[1].", problem, StringComparison.Ordinal));
        Assert.False(IsDuplicate(Assert.Single(again.ShouldBe(HttpStatusCode.Accepted).Items)));
    }

    [Fact]
    public async Task Item_that_is_no_object_is_named()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var reply = await publisher.SendAsync("POST", "v1/events", $$"""{"items":[{{Sample.Event()}},7]}""");

        Assert.StartsWith("items[1] ", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_events()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var events = new[] { "l1", "l2", "l3" }.Select(id => Sample.Event(new { id })).ToArray();
        var lines = $"{events[0]}\n\r\n  {events[1]}\r\n{events[2]}";

        var reply = await publisher.Client.SendAsync("POST", "v1/events", Encoding.UTF8.GetBytes(lines),
            "application/x-ndjson; charset=utf-8");

        Assert.Equal(["l1", "l2", "l3"],
            reply.ShouldBe(HttpStatusCode.Accepted).Items.Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Bad_line_commits_nothing_and_is_named()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var lines = $"{Sample.Event(new { id = "l1" })}\n{{\"resource\":\n{Sample.Event()}";

        var reply = await publisher.Client.SendAsync("POST", "v1/events", Encoding.UTF8.GetBytes(lines),
            "application/x-ndjson");
        var again = await publisher.SendAsync("POST", "v1/events", Sample.Event(new { id = "l1" }));

        Assert.StartsWith("Line 2 ", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)),
            StringComparison.Ordinal);
        Assert.False(IsDuplicate(Assert.Single(again.ShouldBe(HttpStatusCode.Accepted).Items)));
    }

    [Fact]
    public async Task Event_published_twice_under_one_id_is_delivered_once()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        var first = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { id = "once" }));
        await tenant.Colleague.RegisterAsync(receiver.Url);
        var second = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { id = "once" }));
        await tenant.Publisher.PublishAsync("the end");
        var callbacks = await receiver.NextAsync(3);

        Assert.False(IsDuplicate(first.ShouldBe(HttpStatusCode.Accepted).Items[0]));
        Assert.True(IsDuplicate(second.ShouldBe(HttpStatusCode.Accepted).Items[0]));
        Assert.Equal(1, second.Items[0].GetProperty("matched").GetInt32());
        Assert.Single(callbacks, callback => callback.Header("Ringback-Event-Id") == "once");
    }

    [Fact]
    public async Task Two_publishes_that_race_with_the_same_ids_give_one_set_of_deliveries()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Colleague.RegisterAsync(receiver.Url);
        var ids = Enumerable.Range(0, 50).Select(i => $"race{i}").ToArray();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => tenant.Publisher.SendAsync("POST", "v1/events", Batch(ids))));
        await tenant.Publisher.PublishAsync("the end");
        var callbacks = await receiver.NextAsync(102);

        Assert.All(ids,
            (id, i) => Assert.Single(replies, reply => !IsDuplicate(reply.ShouldBe(HttpStatusCode.Accepted).Items[i])));
        Assert.All(replies.SelectMany(reply => reply.Items),
            item => Assert.Equal(2, item.GetProperty("matched").GetInt32()));
        Assert.All(ids, id => Assert.Equal(2, callbacks.Count(callback => callback.Header("Ringback-Event-Id") == id)));
        Assert.Equal(102, receiver.Count);
    }

    [Fact]
    public async Task Id_twice_in_one_batch_is_one_event()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        var reply = await tenant.Publisher.SendAsync("POST", "v1/events", Batch("twice", "other", "twice"));
        var callbacks = await receiver.NextAsync(2);

        Assert.Equal([false, false, true], reply.ShouldBe(HttpStatusCode.Accepted).Items.Select(IsDuplicate));
        Assert.Equal(["other", "twice"],
            callbacks.Select(callback => callback.Header("Ringback-Event-Id")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Id_is_one_orgs_own()
    {
        var one = await shared.NewTenantAsync();
        var other = await shared.NewTenantAsync();

        (await one.Publisher.SendAsync("POST", "v1/events", Batch("same"))).ShouldBe(HttpStatusCode.Accepted);
        var reply = await other.Publisher.SendAsync("POST", "v1/events", Batch("same"));

        Assert.False(IsDuplicate(Assert.Single(reply.ShouldBe(HttpStatusCode.Accepted).Items)));
    }

    private static string Batch(params string[] ids) =>
        $$"""{"items":[{{string.Join(',', ids.Select(id => Sample.Event(new { id })))}}]}""";

    private static bool IsDuplicate(JsonElement item) => item.TryGetProperty("duplicate", out var value)
        && value.GetBoolean();
}
