using System.Net;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Api;

/// <summary>What a PUT changes, what it leaves alone, and what it refuses.</summary>
public sealed class UpdateWebhookTests(SharedServer shared)
{
    private static readonly string[] Partial =
    [
        """{"name":"n2"}""",
        """{"targetUrl":"https://example.com/2"}""",
        """{"secret":"s2"}""",
        """{"status":"inactive"}""",
    ];

    [Fact]
    public async Task Status_goes_to_inactive_and_back()
    {
        var (person, webhook) = await NewAsync();

        foreach (var status in new[] { "inactive", "active", "active", "inactive" })
        {
            var reply = await person.SendAsync("PUT", webhook,
                new { name = "sample", targetUrl = "https://example.com/hook", status });

            Assert.Equal(status, reply.ShouldBe(HttpStatusCode.OK)["status"]);
            Assert.Equal(reply.Text, (await person.SendAsync("GET", webhook)).Text);
        }
    }

    [Fact]
    public async Task Part_of_a_webhook_changes_that_part_only()
    {
        foreach (var change in Partial)
        {
            var (person, webhook) = await NewAsync(new { filter = "roomId=r1", secret = "s1" });
            var expected = JsonNode.Parse((await person.SendAsync("GET", webhook)).Text)!.AsObject();
            foreach (var (field, value) in JsonNode.Parse(change)!.AsObject())
            {
                expected[field] = value!.DeepClone();
            }

            var reply = await person.SendAsync("PUT", webhook, change);

            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(reply.ShouldBe(HttpStatusCode.OK).Text)), change);
        }
    }

    [Fact]
    public async Task Whole_webhook_sent_back_is_left_as_it_is()
    {
        var (person, webhook) = await NewAsync(new { filter = "roomId=r1", secret = "s1" });
        var before = await person.SendAsync("GET", webhook);

        var after = await person.SendAsync("PUT", webhook, before.Text);

        Assert.Equal(before.Text, after.ShouldBe(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Fields_that_cannot_change_are_ignored()
    {
        var (person, webhook) = await NewAsync(new { filter = "roomId=r1" });
        var before = await person.SendAsync("GET", webhook);

        var after = await person.SendAsync("PUT", webhook, new
        {
            name = "sample",
            targetUrl = "https://example.com/hook",
            id = "other",
            resource = "rooms",
            @event = "deleted",
            filter = "roomId=r2",
            orgId = "other",
            createdBy = "other",
            appId = "other",
            created = "2001-01-01T00:00:00.000Z",
            more = 1,
        });

        Assert.Equal(before.Text, after.ShouldBe(HttpStatusCode.OK).Text);
    }

    [Theory]
    [InlineData("""{"filter":null}""")]
    [InlineData("""{"filter":""}""")]
    [InlineData("""{"filter":"no filter at all"}""")]
    [InlineData("""{"resource":null,"event":null}""")]
    [InlineData("""{"resource":"unknown","event":"unknown"}""")]
    [InlineData("""{"resource":["rooms"],"event":{},"filter":5,"id":5,"created":true}""")]
    [InlineData("""{"resource":"\u0000","event":"\ud800","filter":"roomId=\u0000"}""")]
    [InlineData("""{"name":null,"targetUrl":null,"status":null,"ownedBy":null}""")]
    [InlineData("{}")]
    public async Task Null_and_nonsense_in_what_cannot_change_leave_the_webhook_as_it_is(string change)
    {
        var (person, webhook) = await NewAsync(new { filter = "roomId=r1", secret = "s1" });
        var before = await person.SendAsync("GET", webhook);

        var after = await person.SendAsync("PUT", webhook, change);

        Assert.Equal(before.Text, after.ShouldBe(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Empty_secret_removes_it_and_a_null_leaves_it()
    {
        var (person, webhook) = await NewAsync(new { secret = "s1" });

        var kept = await person.SendAsync("PUT", webhook, """{"secret":null}""");
        var removed = await person.SendAsync("PUT", webhook, """{"secret":""}""");

        Assert.Equal("s1", kept.ShouldBe(HttpStatusCode.OK)["secret"]);
        Assert.False(removed.ShouldBe(HttpStatusCode.OK).Json.TryGetProperty("secret", out _));
        Assert.Equal(removed.Text, (await person.SendAsync("GET", webhook)).Text);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":3}""", "name")]
    [InlineData("""{"targetUrl":""}""", "targetUrl")]
    [InlineData("""{"targetUrl":"mailto:a@example.com"}""", "targetUrl")]
    [InlineData("""{"status":"on"}""", "status")]
    [InlineData("""{"status":""}""", "status")]
    [InlineData("""{"ownedBy":"all"}""", "ownedBy")]
    [InlineData("""{"secret":[]}""", "secret")]
    public async Task Wrong_field_is_named_and_nothing_changes(string change, string field)
    {
        var (person, webhook) = await NewAsync(new { secret = "s1" });
        var before = await person.SendAsync("GET", webhook);

        var reply = await person.SendAsync("PUT", webhook, change);

        Assert.StartsWith(field + " ", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)),
            StringComparison.Ordinal);
        Assert.Equal(before.Text, (await person.SendAsync("GET", webhook)).Text);
    }

    [Fact]
    public async Task Several_wrong_fields_are_all_named_at_once()
    {
        var (person, webhook) = await NewAsync();

        var reply = await person.SendAsync("PUT", webhook, """{"name":7,"targetUrl":"x","status":"y","ownedBy":"z"}""");

        var problems = reply.ShouldFail(HttpStatusCode.BadRequest);
        Assert.Equal(["name", "ownedBy", "status", "targetUrl"],
            problems.Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Changes_that_race_leave_the_webhook_as_one_of_them_said()
    {
        var (person, webhook) = await NewAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => person.SendAsync("PUT", webhook, new { name = $"n{i}", targetUrl = $"https://example.com/{i}" })));

        Assert.All(replies, reply => reply.ShouldBe(HttpStatusCode.OK));
        var after = await person.SendAsync("GET", webhook);
        Assert.Contains(after.Text, replies.Select(reply => reply.Text));
    }

    [Fact]
    public async Task Deleted_webhook_cannot_be_changed_or_deleted_again()
    {
        var (person, webhook) = await NewAsync();

        (await person.SendAsync("DELETE", webhook)).ShouldBe(HttpStatusCode.NoContent);

        (await person.SendAsync("DELETE", webhook)).ShouldFail(HttpStatusCode.NotFound);
        (await person.SendAsync("PUT", webhook, """{"name":"n"}""")).ShouldFail(HttpStatusCode.NotFound);
        (await person.SendAsync("GET", webhook)).ShouldFail(HttpStatusCode.NotFound);
    }

    private async Task<(Member Person, string Webhook)> NewAsync(object? changes = null)
    {
        var person = (await shared.NewTenantAsync()).Person;
        var created = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(changes));
        return (person, $"v1/webhooks/{created.ShouldBe(HttpStatusCode.OK)["id"]}");
    }
}
