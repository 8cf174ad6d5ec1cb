using System.Net;
using System.Text.Json;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>The envelope, field by field.</summary>
public sealed class Section_2_1_EnvelopeTests(SharedServer shared)
{
    private static readonly string[] KeyOrder =
    [
        "id", "name", "targetUrl", "resource", "event", "filter", "orgId", "createdBy", "appId", "ownedBy", "status",
        "created", "actorId", "data",
    ];

    [Fact, WebexRow("2.1", "id")]
    public async Task Id_is_that_of_the_webhook()
    {
        var exchange = await Exchange.RunAsync(shared);

        Assert.Equal(exchange.Webhook["id"], exchange["id"]);
    }

    [Fact, WebexRow("2.1", "name")]
    public async Task Name_is_that_of_the_webhook()
    {
        var exchange = await Exchange.RunAsync(shared, new { name = "Ünïcode 😀 <name>" });

        Assert.Equal("Ünïcode 😀 <name>", exchange["name"]);
    }

    [Fact, WebexRow("2.1", "targetUrl")]
    public async Task TargetUrl_is_that_of_the_webhook()
    {
        var exchange = await Exchange.RunAsync(shared);

        Assert.Equal(exchange.Webhook["targetUrl"], exchange["targetUrl"]);
        Assert.Equal(exchange.Callback.Header("Host"), new Uri(exchange["targetUrl"]!).Authority);
    }

    [Theory, WebexRow("2.1", "resource, event")]
    [InlineData("messages", "created", "messages", "created")]
    [InlineData("messages", "all", "messages", "updated")]
    [InlineData("all", "all", "rooms", "updated")]
    [InlineData("all", "all", "memberships", "deleted")]
    public async Task Resource_and_event_are_concrete(string resource, string registered, string published, string type)
    {
        var exchange = await Exchange.RunAsync(
            shared, new { resource, @event = registered }, new { resource = published, type });

        Assert.Equal(published, exchange["resource"]);
        Assert.Equal(type, exchange["event"]);
    }

    [Theory, WebexRow("2.1", "filter")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("roomId=r1")]
    [InlineData("roomId=r%31&personEmail=a@example.com")]
    public async Task Filter_comes_as_it_was_set_and_only_when_it_was(string? filter)
    {
        var exchange = await Exchange.RunAsync(
            shared, new { filter }, new { data = new { roomId = "r1", personEmail = "a@example.com" } });

        Assert.Equal(!string.IsNullOrEmpty(filter), exchange.Envelope.TryGetProperty("filter", out var came));
        Assert.Equal(string.IsNullOrEmpty(filter) ? null : filter, came.ValueKind == JsonValueKind.String ? came.GetString() : null);
    }

    [Fact, WebexRow("2.1", "orgId, createdBy, appId")]
    public async Task OrgId_createdBy_and_appId_are_those_of_the_creator()
    {
        var exchange = await Exchange.RunAsync(shared);

        Assert.Equal(exchange.Tenant.OrgId, exchange["orgId"]);
        Assert.Equal(exchange.Tenant.Person.PersonId, exchange["createdBy"]);
        Assert.Equal(exchange.Tenant.Person.AppId, exchange["appId"]);
    }

    [Theory, WebexRow("2.1", "ownedBy")]
    [InlineData("creator")]
    [InlineData("org")]
    public async Task OwnedBy_says_creator_or_org(string ownedBy)
    {
        var exchange = await Exchange.RunAsync(shared, new { ownedBy }, owner: tenant => tenant.Admin);

        Assert.Equal(ownedBy, exchange["ownedBy"]);
    }

    [Fact, WebexRow("2.1", "status")]
    public async Task Status_is_active()
    {
        var exchange = await Exchange.RunAsync(shared);

        Assert.Equal("active", exchange["status"]);
    }

    [Fact, WebexRow("2.1", "created")]
    public async Task Created_is_the_time_of_the_webhook_and_not_of_the_event()
    {
        var exchange = await Exchange.RunAsync(shared, null, new { created = "2020-02-29T01:02:03.004Z" });

        Assert.Equal(exchange.Webhook["created"], exchange["created"]);
    }

    [Theory, WebexRow("2.1", "actorId")]
    [InlineData("messages", "created")]
    [InlineData("telephony_calls", "updated")]
    public async Task ActorId_is_who_caused_the_event(string resource, string type)
    {
        var exchange = await Exchange.RunAsync(
            shared, new { resource, @event = type }, new { resource, type, actorId = "somebody" });

        Assert.Equal("somebody", exchange["actorId"]);
    }

    [Theory, WebexRow("2.1", "actorId")]
    [InlineData("meetings", "ended")]
    [InlineData("messages", "created")]
    public async Task ActorId_is_absent_when_the_event_has_none(string resource, string type)
    {
        var exchange = await Exchange.RunAsync(shared, new { resource, @event = type }, new { resource, type });

        Assert.DoesNotContain("actorId", exchange.Fields);
    }

    [Fact, WebexRow("2.1", "data")]
    public async Task Data_is_the_resource_without_what_is_sensitive()
    {
        var exchange = await Exchange.RunAsync(shared, null, new
        {
            data = new { id = "m1", roomId = "r1", text = "secret", markdown = "*secret*", html = "<b>", orgId = "o" },
        });

        Assert.Equal("""{"id":"m1","roomId":"r1"}""", exchange.Envelope.GetProperty("data").GetRawText());
    }

    [Fact, WebexRow("2.1", "secret")]
    public async Task Secret_never_comes()
    {
        var exchange = await Exchange.RunAsync(shared, new { secret = "never-to-be-seen" });

        Assert.Equal("never-to-be-seen", exchange.Webhook["secret"]);
        Assert.DoesNotContain("never-to-be-seen", exchange.Callback.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exchange.Fields);
    }

    [Fact, WebexRow("2.1", "key order")]
    public async Task Keys_have_the_order_of_Webex()
    {
        var full = await Exchange.RunAsync(shared, new { filter = "roomId=r1" }, new { actorId = "somebody" });
        var least = await Exchange.RunAsync(shared);

        Assert.Equal(KeyOrder, full.Fields);
        Assert.Equal(KeyOrder.Except(["filter", "actorId"]), least.Fields);
    }

    [Fact, WebexRow("2.1", "one event per POST")]
    public async Task Each_event_of_a_batch_comes_in_a_request_of_its_own_and_the_answer_body_is_ignored()
    {
        await using var receiver = Receiver.Start(new Answer(200) { Body = """{"error":"ignore me"}""" });
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        (await tenant.Publisher.SendAsync(
            "POST", "v1/events", $$"""{"items":[{{Sample.Event()}},{{Sample.Event()}},{{Sample.Event()}}]}"""))
            .ShouldBe(HttpStatusCode.Accepted);
        var callbacks = await receiver.NextAsync(3);

        Assert.All(callbacks, callback => Assert.Equal(JsonValueKind.Object, callback.Json.GetProperty("data").ValueKind));
        Assert.Equal(3, callbacks.Select(callback => callback.Header("Ringback-Event-Id")).Distinct().Count());
    }
}
