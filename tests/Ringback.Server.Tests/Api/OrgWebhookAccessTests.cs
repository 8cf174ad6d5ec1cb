using System.Net;

namespace Ringback.Server.Tests.Api;

/// <summary>A webhook of the org is there for those who could make it now, and for nobody else, its creator included.</summary>
public sealed class OrgWebhookAccessTests(SharedServer shared)
{
    private static readonly object OfOrg = new { resource = "meetings", @event = "all", ownedBy = "org", secret = "s3cr3t" };

    [Theory]
    [InlineData(new[] { "spark:all" }, new string[0])]
    [InlineData(new[] { "spark:rooms_read", "ringback:admin" }, new[] { "admin" })]
    public async Task Creator_without_the_role_or_scope_that_it_takes_finds_no_webhook_of_the_org(string[] scopes, string[] roles)
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Admin.RegisterAsync(new Uri("https://example.com/"), OfOrg);
        var creator = await tenant.AddAsync(
            new { scopes, roles, personId = tenant.Admin.PersonId, appId = tenant.Admin.AppId });

        (await creator.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
        (await creator.SendAsync("PUT", $"v1/webhooks/{id}", new { name = "n", targetUrl = "https://example.org/" }))
            .ShouldFail(HttpStatusCode.NotFound);
        (await creator.SendAsync("PUT", $"v1/webhooks/{id}", new { name = "n", ownedBy = "creator" }))
            .ShouldFail(HttpStatusCode.NotFound);
        (await creator.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
        (await creator.SendAsync("GET", $"v1/webhooks/{id}/settings")).ShouldFail(HttpStatusCode.NotFound);
        (await creator.SendAsync("PUT", $"v1/webhooks/{id}/settings", new { inFlightLimit = 1 })).ShouldFail(HttpStatusCode.NotFound);
        Assert.Empty((await creator.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK).Items);
        if (roles.Length > 0)
        {
            Assert.Empty((await creator.SendAsync("GET", "v1/webhooks?ownedBy=org")).ShouldBe(HttpStatusCode.OK).Items);
        }

        Assert.Equal("https://example.com/",
            (await tenant.Admin.SendAsync("GET", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.OK)["targetUrl"]);
    }

    [Theory]
    [InlineData("""{"name":"n","targetUrl":"https://example.org/"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/","secret":"known"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/","status":"active"}""")]
    public async Task Letting_events_come_to_another_place_or_again_needs_the_scope_that_making_a_webhook_needs(string change)
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"), new { status = "inactive", secret = "s3cr3t" });
        var lesser = await tenant.AddAsync(
            new { scopes = new[] { "spark:rooms_read" }, personId = tenant.Person.PersonId, appId = tenant.Person.AppId });

        var refused = await lesser.SendAsync("PUT", $"v1/webhooks/{id}", change);
        var renamed = await lesser.SendAsync("PUT", $"v1/webhooks/{id}", """{"name":"m","targetUrl":"https://example.com/"}""");
        var stopped = await lesser.SendAsync(
            "PUT", $"v1/webhooks/{id}", """{"name":"m","targetUrl":"https://example.com/","status":"inactive"}""");

        Assert.Equal("Missing required scope: spark:messages_read", Assert.Single(refused.ShouldFail(HttpStatusCode.Forbidden)));
        renamed.ShouldBe(HttpStatusCode.OK);
        stopped.ShouldBe(HttpStatusCode.OK);
        (await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", change)).ShouldBe(HttpStatusCode.OK);
    }
}
