using System.Net;
using System.Text.Json;

namespace Ringback.Server.Tests.Api;

/// <summary>What a webhook may be when it is made, and what is said about one that may not.</summary>
public sealed class CreateWebhookTests(SharedServer shared)
{
    private static readonly string[] Resources =
    [
        "messages", "rooms", "memberships", "meetings", "recordings", "meetingParticipants", "meetingTranscripts",
        "attachmentActions", "telephony_calls",
    ];

    private static readonly string[] Events =
        ["created", "updated", "deleted", "started", "ended", "joined", "left", "migrated", "read"];

    // Which of the contract's events a resource of the contract has.
    private static readonly Dictionary<string, string[]> EventsOf = new()
    {
        ["messages"] = ["created", "updated", "deleted", "read"],
        ["rooms"] = ["created", "updated", "migrated"],
        ["memberships"] = ["created", "updated", "deleted", "read"],
        ["meetings"] = ["created", "updated", "deleted", "started", "ended"],
        ["recordings"] = ["created", "updated", "deleted"],
        ["meetingParticipants"] = ["joined", "left"],
        ["meetingTranscripts"] = ["created"],
        ["attachmentActions"] = ["created"],
        ["telephony_calls"] = ["created", "updated", "deleted"],
    };

    public static TheoryData<string, string> Pairs => [.. Resources.SelectMany(
        resource => Events.Select(name => new TheoryDataRow<string, string>(resource, name)))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Event_of_the_contract_is_accepted_where_the_resource_has_it(string resource, string name)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource, @event = name }));

        if (EventsOf[resource].Contains(name))
        {
            reply.ShouldBe(HttpStatusCode.OK);
            Assert.Equal((resource, name), (reply["resource"], reply["event"]));
        }
        else
        {
            var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
            Assert.Contains($"\"{name}\"", problem, StringComparison.Ordinal);
            Assert.All(EventsOf[resource], allowed => Assert.Contains(allowed, problem, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("all", "all")]
    [InlineData("messages", "all")]
    [InlineData("rooms", "all")]
    [InlineData("memberships", "all")]
    [InlineData("attachmentActions", "all")]
    [InlineData("telephony_calls", "all")]
    public async Task Firehose_is_accepted(string resource, string name)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource, @event = name }));

        Assert.Equal((resource, name), (reply.ShouldBe(HttpStatusCode.OK)["resource"], reply["event"]));
    }

    [Theory]
    [InlineData("name", "cannot be empty", "255")]
    [InlineData("targetUrl", "cannot be empty", "2048")]
    [InlineData("resource", "cannot be empty", "messages")]
    [InlineData("event", "cannot be empty", "created")]
    public async Task Missing_field_is_named_with_what_is_allowed(string field, string what, string allowed)
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = JsonSerializer.Deserialize<Dictionary<string, string>>(Sample.Webhook())!;
        body.Remove(field);

        var absent = (await person.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.BadRequest);
        body[field] = "";
        var empty = (await person.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.BadRequest);

        Assert.StartsWith(field, Assert.Single(absent), StringComparison.Ordinal);
        Assert.Contains(what, absent[0], StringComparison.Ordinal);
        Assert.Contains(allowed, absent[0], StringComparison.Ordinal);
        Assert.Equal(absent, empty);
    }

    [Theory]
    [InlineData("""{"name":7}""", "name", "7", "a string")]
    [InlineData("""{"name":{"a":1}}""", "name", "an object", "a string")]
    [InlineData("""{"name":[]}""", "name", "an array", "a string")]
    [InlineData("""{"name":true}""", "name", "true", "a string")]
    [InlineData("""{"name":"   "}""", "name", "", "1 to 255")]
    [InlineData("""{"targetUrl":"example.com/hook"}""", "targetUrl", "example.com/hook", "http or https")]
    [InlineData("""{"targetUrl":"/hook"}""", "targetUrl", "/hook", "http or https")]
    [InlineData("""{"targetUrl":"ftp://example.com/"}""", "targetUrl", "ftp://example.com/", "http or https")]
    [InlineData("""{"targetUrl":"file:///etc/passwd"}""", "targetUrl", "file:///etc/passwd", "http or https")]
    [InlineData("""{"targetUrl":"http://"}""", "targetUrl", "http://", "http or https")]
    [InlineData("""{"resource":"message"}""", "resource", "message", "messages")]
    [InlineData("""{"resource":"Messages"}""", "resource", "Messages", "messages")]
    [InlineData("""{"event":"create"}""", "event", "create", "created")]
    [InlineData("""{"event":"seen"}""", "event", "seen", "created")]
    [InlineData("""{"status":"paused"}""", "status", "paused", "active or inactive")]
    [InlineData("""{"status":"disabled"}""", "status", "disabled", "active or inactive")]
    [InlineData("""{"ownedBy":"me"}""", "ownedBy", "me", "creator or org")]
    [InlineData("""{"secret":5}""", "secret", "5", "a string")]
    [InlineData("""{"filter":["roomId=r1"]}""", "filter", "an array", "a string")]
    [InlineData("""{"filter":"colour=red"}""", "filter", "colour", "roomId")]
    public async Task Wrong_field_is_named_with_what_came_and_what_is_allowed(
        string changes, string field, string came, string allowed)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(JsonSerializer.Deserialize<JsonElement>(changes)));

        var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
        Assert.Contains(field, problem, StringComparison.Ordinal);
        Assert.Contains(came, problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_fields_are_all_named_at_once()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", new
        {
            name = 1,
            targetUrl = "nowhere",
            resource = "mesages",
            status = "off",
            ownedBy = "nobody",
            secret = new string('s', 1025),
        });

        var problems = reply.ShouldFail(HttpStatusCode.BadRequest);
        Assert.Equal(6, problems.Count);
        Assert.All(["name", "targetUrl", "resource", "status", "ownedBy", "secret"],
            field => Assert.Single(problems, problem => problem.StartsWith(field + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Empty_object_names_every_required_field()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var problems = (await person.SendAsync("POST", "v1/webhooks", "{}")).ShouldFail(HttpStatusCode.BadRequest);

        Assert.All(["name", "targetUrl", "resource"],
            field => Assert.Single(problems, problem => problem.StartsWith(field + " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("name", 255)]
    [InlineData("secret", 1024)]
    [InlineData("targetUrl", 2048)]
    public async Task Field_may_be_as_long_as_its_limit_and_no_longer(string field, int limit)
    {
        var person = (await shared.NewTenantAsync()).Person;
        var prefix = field == "targetUrl" ? "https://example.com/" : "";
        var longest = prefix + new string('x', limit - prefix.Length);

        var fits = await person.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new Dictionary<string, string> { [field] = longest }));
        var tooLong = await person.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new Dictionary<string, string> { [field] = longest + "x" }));

        Assert.Equal(longest, fits.ShouldBe(HttpStatusCode.OK)[field]);
        var problem = Assert.Single(tooLong.ShouldFail(HttpStatusCode.BadRequest));
        Assert.Contains($"{limit + 1}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_can_be_made_inactive()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { status = "inactive" }));

        Assert.Equal("inactive", reply.ShouldBe(HttpStatusCode.OK)["status"]);
    }

    [Fact]
    public async Task Same_name_and_target_for_another_resource_is_a_webhook_of_its_own()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var first = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource = "all", @event = "all" }));
        var second = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource = "attachmentActions" }));

        Assert.NotEqual(first.ShouldBe(HttpStatusCode.OK)["id"], second.ShouldBe(HttpStatusCode.OK)["id"]);
    }

    [Fact]
    public async Task Org_webhook_needs_the_admin_role()
    {
        var tenant = await shared.NewTenantAsync();
        var body = Sample.Webhook(new { resource = "meetings", ownedBy = "org" });

        var refused = await tenant.Person.SendAsync("POST", "v1/webhooks", body);
        var made = await tenant.Admin.SendAsync("POST", "v1/webhooks", body);

        Assert.Contains("admin", Assert.Single(refused.ShouldFail(HttpStatusCode.Forbidden)), StringComparison.Ordinal);
        Assert.Equal("org", made.ShouldBe(HttpStatusCode.OK)["ownedBy"]);
    }
}
