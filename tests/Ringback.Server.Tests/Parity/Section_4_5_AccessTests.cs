using System.Net;
using Ringback.Protocol.Catalogue;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>Who may do what.</summary>
public sealed class Section_4_5_AccessTests(SharedServer shared)
{
    public static TheoryData<string> Resources => [.. WebhookCatalogue.Webex.Resources
        .Where(resource => !resource.IsWildcard).Select(resource => resource.Name)];

    [Fact, WebexRow("4.5", "compliance")]
    public async Task Org_webhook_for_messages_is_for_administrators_too()
    {
        var tenant = await shared.NewTenantAsync();
        var body = Sample.Webhook(new { ownedBy = "org" });
        var officer = await tenant.AddAsync(new
        {
            scopes = new[] { "spark-compliance:webhooks_write", "spark-compliance:webhooks_read" },
            roles = new[] { "admin" },
        });

        (await officer.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        (await tenant.Person.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden);
    }

    [Theory, WebexRow("4.5", "spark:all")]
    [MemberData(nameof(Resources))]
    public async Task Spark_all_covers_the_scopes_of_users_and_not_those_of_administrators(string name)
    {
        var resource = WebhookCatalogue.Webex.Find(name)!;
        var person = (await shared.NewTenantAsync()).Person;
        var isForUsers = resource.ReadScopes.Count == 0
            || resource.ReadScopes.Any(scope => !scope.Contains("admin", StringComparison.Ordinal));

        var reply = await person.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new { resource = name, @event = resource.Events[0] }));

        reply.ShouldBe(resource.RequiresOrgOwner ? HttpStatusCode.BadRequest
            : isForUsers ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Theory, WebexRow("4.5", "ownedBy=org supported for")]
    [InlineData("meetings", true)]
    [InlineData("recordings", true)]
    [InlineData("convergedRecordings", true)]
    [InlineData("meetingParticipants", true)]
    [InlineData("meetingTranscripts", true)]
    [InlineData("videoMeshAlerts", true)]
    [InlineData("controlHubAlerts", true)]
    [InlineData("rooms", true)]
    [InlineData("messages", true)]
    [InlineData("memberships", true)]
    [InlineData("adminBatchJobs", true)]
    [InlineData("telephony_calls", true)]
    [InlineData("attachmentActions", false)]
    [InlineData("dataSources", false)]
    public async Task OwnedBy_org_is_for_the_resources_that_Webex_names(string resource, bool supported)
    {
        var admin = (await shared.NewTenantAsync()).Admin;
        var @event = WebhookCatalogue.Webex.Find(resource)!.Events[0];

        var reply = await admin.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource, @event, ownedBy = "org" }));

        reply.ShouldBe(supported ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }

    [Fact, WebexRow("4.5", "visibility")]
    public async Task Token_sees_only_webhooks_of_the_same_app_and_user()
    {
        var tenant = await shared.NewTenantAsync();
        var otherApp = await tenant.AddAsync(new { personId = tenant.Person.PersonId, scopes = new[] { "spark:all" } });
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        Assert.Single((await tenant.Person.SendAsync("GET", "v1/webhooks")).Items);
        foreach (var other in new[] { otherApp, tenant.Colleague, tenant.Admin, tenant.Bot })
        {
            Assert.Empty((await other.SendAsync("GET", "v1/webhooks")).Items);
            (await other.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
        }
    }

    [Fact, WebexRow("4.5", "service apps")]
    public async Task Scopes_of_applications_open_nothing()
    {
        var tenant = await shared.NewTenantAsync();
        var app = await tenant.AddAsync(new { scopes = new[] { "application:webhooks_read", "application:webhooks_write" } });

        (await app.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldFail(HttpStatusCode.Forbidden);
    }
}
