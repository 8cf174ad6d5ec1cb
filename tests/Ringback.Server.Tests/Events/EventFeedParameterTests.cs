using System.Net;
using System.Text.Json.Nodes;
using Ringback.Protocol.Ids;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Events;

/// <summary>The parameters of the event feed: what each selects, and what is said about a wrong one.</summary>
public sealed class EventFeedParameterTests(SharedServer shared)
{
    [Theory]
    [InlineData("", "5,4,3,2,1,0")]
    [InlineData("resource=messages", "5,4,1,0")]
    [InlineData("resource=tabs", "")]
    [InlineData("resource=meetings", "3")]
    [InlineData("resource=convergedRecordings&serviceType=calling", "")]
    [InlineData("type=created", "5,2,0")]
    [InlineData("type=ended", "3")]
    [InlineData("resource=messages&type=deleted", "4,1")]
    [InlineData("actorId=ann", "4,0")]
    [InlineData("actorId=Ann", "")]
    [InlineData("from=2026-01-02T00:00:00Z", "5,4,3,2,1")]
    [InlineData("from=2026-01-02T00:00:00.001Z", "5,4,3,2")]
    [InlineData("from=2026-01-02T01:00:00%2B01:00", "5,4,3,2,1")]
    [InlineData("from=2026-01-02T01:00:00+01:00", "5,4,3,2,1")]
    [InlineData("to=2026-01-02T00:00:00.000Z", "0")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z", "2,1")]
    [InlineData("resource=&type=&actorId=&from=&to=&max=&cursor=&serviceType=", "5,4,3,2,1,0")]
    [InlineData("max=2", "5,4")]
    [InlineData("max=7&max=1", "5")]
    [InlineData("colour=red", "5,4,3,2,1,0")]
    public async Task Parameter_selects_events(string query, string expected)
    {
        var (tenant, reader) = await NewReaderAsync();
        await PublishAsync(
            tenant,
            Event(0, "messages", "created", "ann"),
            Event(1, "messages", "deleted", "bob"),
            Event(2, "memberships", "created", "bob"),
            Event(3, "meetings", "ended", null),
            Event(4, "messages", "deleted", "ann"),
            Event(5, "messages", "created", null));

        var reply = (await reader.SendAsync("GET", $"v1/events?{query}")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(expected, string.Join(',', reply.Items.Select(item => item.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("resource=mesages", "resource \"mesages\" does not exist; allowed are attachmentActions, businessTexts,")]
    [InlineData("resource=all", "resource \"all\" does not exist; allowed are ")]
    [InlineData("resource=Messages", "resource \"Messages\" does not exist; allowed are ")]
    [InlineData("type=happened", "type \"happened\" does not exist; allowed are created, updated, deleted, ended")]
    [InlineData("type=all", "type \"all\" does not exist; allowed are ")]
    [InlineData("from=yesterday", "from must be a time such as 2026-01-31T12:00:00.000Z; \"yesterday\" came")]
    [InlineData("to=2026-01-31", "to must be a time such as 2026-01-31T12:00:00.000Z; \"2026-01-31\" came")]
    [InlineData("to=2999-01-01T00:00:00Z", "to must not be in the future; it is 2")]
    [InlineData("from=2999-01-01T00:00:00Z", "from must not be in the future")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "from must be before to")]
    [InlineData("actorId=a%00b", "actorId holds the character U+0000")]
    [InlineData("max=0", "max must be a number from 1 to 1000; \"0\" came")]
    [InlineData("max=-1", "max must be a number from 1 to 1000; \"-1\" came")]
    [InlineData("max=many", "max must be a number from 1 to 1000; \"many\" came")]
    [InlineData("cursor=abc", "cursor must be one that a Link header gave")]
    [InlineData("serviceType=calling", "serviceType is allowed only when resource is convergedRecordings")]
    [InlineData("serviceType=calling&resource=messages", "serviceType is allowed only when resource is convergedRecordings")]
    [InlineData("serviceType=meeting&resource=convergedRecordings", "serviceType must be calling; \"meeting\" came")]
    [InlineData("resource=convergedRecordings", "serviceType must be calling when resource is convergedRecordings; none came")]
    public async Task Wrong_parameter_is_named(string query, string expected)
    {
        var (_, reader) = await NewReaderAsync();

        var reply = await reader.SendAsync("GET", $"v1/events?{query}");

        Assert.StartsWith(expected, Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_parameters_are_all_named_at_once()
    {
        var (_, reader) = await NewReaderAsync();

        var reply = await reader.SendAsync("GET", "v1/events?resource=x&type=x&from=x&to=x&max=x&cursor=x&serviceType=x");

        Assert.Equal(
            ["cursor", "from", "max", "resource", "serviceType", "to", "type"],
            reply.ShouldFail(HttpStatusCode.BadRequest).Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_that_is_dated_in_the_future_is_not_shown_yet_and_one_of_now_is()
    {
        var (tenant, reader) = await NewReaderAsync();
        var later = JsonNode.Parse(Sample.Event(new { id = "later", created = "2999-01-01T00:00:00Z" }))!;
        var now = JsonNode.Parse(Sample.Event(new { id = "now" }))!;
        await PublishAsync(tenant, later, now);

        var reply = await reader.SendAsync("GET", "v1/events");

        Assert.Equal("now", Assert.Single(reply.Items).GetProperty("id").GetString());
        (await reader.SendAsync("GET", "v1/events/later")).ShouldBe(HttpStatusCode.OK);
    }

    private static JsonNode Event(int day, string resource, string type, string? actorId) =>
        JsonNode.Parse(Sample.Event(new
        {
            id = $"{day}",
            resource,
            type,
            actorId,
            created = WebexTimestamp.Format(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day)),
        }))!;

    private static async Task PublishAsync(Tenant tenant, params JsonNode[] items) =>
        (await tenant.Publisher.SendAsync("POST", "v1/events", new { items })).ShouldBe(HttpStatusCode.Accepted);

    private async Task<(Tenant Tenant, Member Reader)> NewReaderAsync()
    {
        var tenant = await shared.NewTenantAsync();
        return (tenant, await tenant.AddAsync(new { scopes = new[] { "spark-compliance:events_read" } }));
    }
}
