using System.Net;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>The scopes that creating a webhook needs, and what they no longer matter for.</summary>
public sealed class ScopeTests(SharedServer shared)
{
    [Theory, WebexRow("4.5", "read scope of the resource")]
    [InlineData("messages", "created", "spark:messages_read")]
    [InlineData("attachmentActions", "created", "spark:messages_read")]
    [InlineData("memberships", "created", "spark:memberships_read")]
    [InlineData("rooms", "created", "spark:rooms_read")]
    [InlineData("meetings", "started", "meeting:schedules_read")]
    [InlineData("meetingParticipants", "joined", "meeting:participants_read")]
    [InlineData("recordings", "created", "meeting:recordings_read")]
    [InlineData("meetingTranscripts", "created", "meeting:transcripts_read")]
    [InlineData("convergedRecordings", "created", "spark:recordings_read")]
    [InlineData("telephony_calls", "created", "spark:calls_read")]
    [InlineData("telephony_conference", "created", "spark:calls_read")]
    [InlineData("telephony_mwi", "updated", "spark:calls_read")]
    [InlineData("dataSources", "created", "spark:datasource_read")]
    [InlineData("dataSources", "created", "spark-admin:datasource_read")]
    public async Task Resource_needs_its_read_scope_or_the_scope_for_all(
        string resource, string eventName, string scope)
    {
        var tenant = await shared.NewTenantAsync();
        var body = Sample.Webhook(new { resource, @event = eventName });
        var reader = await tenant.AddAsync(new { scopes = new[] { scope } });
        var other = await tenant.AddAsync(new { scopes = new[] { "spark:people_read", "ringback:publish" } });

        (await reader.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        (await tenant.Person.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        var problem = Assert.Single(
            (await other.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden));
        Assert.StartsWith("Missing required scope: ", problem, StringComparison.Ordinal);
        Assert.Contains(scope, problem, StringComparison.Ordinal);
    }

    [Theory, WebexRow("4.5", "read scope of the resource")]
    [InlineData("spark:messages_read")]
    [InlineData("spark:memberships_read")]
    [InlineData("spark:rooms_read")]
    public async Task Firehose_needs_the_read_scopes_of_all_that_it_covers(string missing)
    {
        var tenant = await shared.NewTenantAsync();
        string[] all = ["spark:messages_read", "spark:memberships_read", "spark:rooms_read"];
        var body = Sample.Webhook(new { resource = "all", @event = "all" });
        var reader = await tenant.AddAsync(new { scopes = all });
        var lacking = await tenant.AddAsync(new { scopes = all.Except([missing]) });

        (await reader.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        Assert.Equal($"Missing required scope: {missing}", Assert.Single(
            (await lacking.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden)));
    }

    [Theory, WebexRow("4.5", "org level")]
    [InlineData("meetings", "ended", "meeting:admin_schedule_read")]
    [InlineData("meetings", "ended", "spark-compliance:meetings_read")]
    [InlineData("meetingParticipants", "joined", "meeting:admin_participants_read")]
    [InlineData("recordings", "created", "meeting:admin_recordings_read")]
    [InlineData("meetingTranscripts", "created", "meeting:admin_transcripts_read")]
    [InlineData("convergedRecordings", "created", "spark-admin:recordings_read")]
    [InlineData("messages", "created", "spark-compliance:webhooks_write")]
    [InlineData("memberships", "created", "spark-compliance:webhooks_write")]
    [InlineData("rooms", "created", "spark-compliance:webhooks_write")]
    [InlineData("telephony_calls", "created", "spark-admin:calls_read")]
    [InlineData("uc_counters", "updated", "wxc-dedicateduc:admin_perfmon_read")]
    public async Task Webhook_of_the_org_needs_the_admin_role_and_its_scope_or_the_scope_for_all(
        string resource, string eventName, string scope)
    {
        var tenant = await shared.NewTenantAsync();
        var body = Sample.Webhook(new { resource, @event = eventName, ownedBy = "org" });
        var withScope = await tenant.AddAsync(new { scopes = new[] { scope }, roles = new[] { "admin" } });
        var withoutScope = await tenant.AddAsync(
            new { scopes = new[] { "spark:people_read" }, roles = new[] { "admin" } });
        var withoutRole = await tenant.AddAsync(new { scopes = new[] { scope, "spark:all" } });

        Assert.Contains(scope, Assert.Single(
            (await withoutScope.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden)),
            StringComparison.Ordinal);
        Assert.Equal("ownedBy org needs the role admin", Assert.Single(
            (await withoutRole.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden)));
        var id = (await withScope.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK)["id"];
        (await withScope.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await tenant.Admin.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("adminBatchJobs", "statusChanged")]
    [InlineData("videoMeshAlerts", "triggered")]
    [InlineData("controlHubAlerts", "created")]
    public async Task Webhook_of_the_org_for_a_resource_without_a_known_scope_needs_the_role_alone(
        string resource, string eventName)
    {
        var tenant = await shared.NewTenantAsync();
        var admin = await tenant.AddAsync(new { roles = new[] { "admin" } });

        var reply = await admin.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new { resource, @event = eventName, ownedBy = "org" }));

        reply.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Webhook_is_given_to_the_org_or_taken_from_it_only_where_it_could_have_been_made_so()
    {
        var tenant = await shared.NewTenantAsync();
        var roomReader = await tenant.AddAsync(new { scopes = new[] { "spark:rooms_read" }, roles = new[] { "admin" } });
        var room = await roomReader.RegisterAsync(new Uri("https://example.com/"), new { resource = "rooms" });
        var hosted = await tenant.Admin.RegisterAsync(new Uri("https://example.com/"),
            new { resource = "meetings", ownedBy = "org", filter = "hostEmail=a@example.com" });

        var given = await roomReader.SendAsync("PUT", $"v1/webhooks/{room}", new { ownedBy = "org" });
        var taken = await tenant.Admin.SendAsync("PUT", $"v1/webhooks/{hosted}", new { ownedBy = "creator" });

        Assert.Equal("Missing required scope: spark-compliance:webhooks_write",
            Assert.Single(given.ShouldFail(HttpStatusCode.Forbidden)));
        Assert.Equal("invalid filter: hostEmail needs ownedBy=org",
            Assert.Single(taken.ShouldFail(HttpStatusCode.BadRequest)));
    }

    [Fact, WebexRow("4.5", "listing and deleting")]
    public async Task Listing_changing_and_deleting_own_webhooks_needs_no_scope()
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));
        var bare = await tenant.AddAsync(new { personId = tenant.Person.PersonId, appId = tenant.Person.AppId });

        Assert.Single((await bare.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK).Items);
        (await bare.SendAsync("PUT", $"v1/webhooks/{id}", new { name = "new" })).ShouldBe(HttpStatusCode.OK);
        (await bare.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Webhook_goes_on_after_the_token_that_made_it_has_expired()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var expiresAt = DateTimeOffset.UtcNow.AddMilliseconds(1500);
        var person = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, expiresAt });
        await person.RegisterAsync(receiver.Url);

        await Eventually.IsTrueAsync("the token has expired", async () =>
            (await person.SendAsync("GET", "v1/webhooks")).Status == HttpStatusCode.Unauthorized);
        await tenant.Publisher.PublishAsync("m1");

        Assert.Equal("m1", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Bot_gets_messages_of_group_rooms_only_when_mentioned_and_all_that_are_direct()
    {
        await using var receiver = Receiver.Start();
        await using var witness = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Bot.RegisterAsync(receiver.Url);
        await tenant.Person.RegisterAsync(witness.Url);

        await PublishAsync("unmentioned", "group");
        await PublishAsync("another", "group", tenant.Person.PersonId);
        await PublishAsync("mentioned", "group", tenant.Person.PersonId, tenant.Bot.PersonId);
        await PublishAsync("direct", "direct");
        var seen = await receiver.NextAsync(2);
        await witness.NextAsync(4);

        Assert.Equal(["direct", "mentioned"], seen.Select(IdOf).Order(StringComparer.Ordinal));
        Assert.Equal(2, receiver.Count);

        async Task PublishAsync(string id, string roomType, params string[] mentionedPeople) =>
            (await tenant.Publisher.SendAsync("POST", "v1/events",
                Sample.Event(new { data = new { id, roomId = "r1", roomType, mentionedPeople } })))
            .ShouldBe(HttpStatusCode.Accepted);
    }

    private static string? IdOf(ReceivedCallback callback) =>
        callback.Json.GetProperty("data").GetProperty("id").GetString();
}
