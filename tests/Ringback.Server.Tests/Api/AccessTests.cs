using System.Net;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>Who may call what: tokens, scopes, and webhooks of somebody else.</summary>
public sealed class AccessTests(SharedServer shared)
{
    [Theory, WebexRow("4.3", "401")]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer rb_wrong")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("nonsense")]
    public async Task Request_without_a_good_token_is_a_401_on_every_route(string? authorization)
    {
        using var client = shared.Server.As("x");
        client.DefaultRequestHeaders.Remove("Authorization");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        string[] routes =
        [
            "GET v1/webhooks", "POST v1/webhooks", "GET v1/webhooks/x", "PUT v1/webhooks/x", "DELETE v1/webhooks/x",
            "GET webhooks/", "POST webhooks", "POST v1/events", "GET v1/people/me", "GET v1/tokens",
        ];

        foreach (var route in routes)
        {
            var reply = await client.SendAsync(route.Split(' ')[0], route.Split(' ')[1]);

            Assert.Equal("The request requires a valid access token set in the Authorization request header.",
                Assert.Single(reply.ShouldFail(HttpStatusCode.Unauthorized)));
            Assert.Equal("Bearer", reply.Header("WWW-Authenticate"));
        }
    }

    [Fact, WebexRow("4.5", "bearer token")]
    public async Task Token_works_whatever_the_case_of_its_scheme()
    {
        var person = (await shared.NewTenantAsync()).Person;
        using var client = shared.Server.As("x");
        client.DefaultRequestHeaders.Remove("Authorization");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"bearer {person.Token}");

        (await client.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Revoked_token_stops_at_once_and_its_webhooks_go_on()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);
        using var admin = shared.Server.As(shared.Server.AdminToken);

        (await admin.SendAsync("DELETE", $"v1/tokens/{tenant.Person.TokenId}")).ShouldBe(HttpStatusCode.NoContent);
        var after = await tenant.Person.SendAsync("GET", "v1/webhooks");
        await tenant.Publisher.PublishAsync("m1");

        after.ShouldFail(HttpStatusCode.Unauthorized);
        Assert.Equal("m1", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Expired_token_is_refused()
    {
        var tenant = await shared.NewTenantAsync();
        var expiresAt = DateTimeOffset.UtcNow.AddMilliseconds(1500);
        var person = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, expiresAt });

        (await person.SendAsync("GET", "v1/people/me")).ShouldBe(HttpStatusCode.OK);
        using var timer = new PeriodicTimer(expiresAt - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(50));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        (await person.SendAsync("GET", "v1/people/me")).ShouldFail(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Webhook_of_a_colleague_of_another_org_and_of_another_app_is_a_404()
    {
        var tenant = await shared.NewTenantAsync();
        var stranger = (await shared.NewTenantAsync()).Person;
        var otherApp = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, personId = tenant.Person.PersonId });
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        foreach (var other in new[] { tenant.Colleague, stranger, otherApp, tenant.Bot, tenant.Admin })
        {
            (await other.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
            (await other.SendAsync("PUT", $"v1/webhooks/{id}", new { name = "mine now" }))
                .ShouldFail(HttpStatusCode.NotFound);
            (await other.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
            Assert.Empty((await other.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK).Items);
        }

        Assert.Equal("test",
            (await tenant.Person.SendAsync("GET", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.OK)["name"]);
    }

    [Fact]
    public async Task Webhook_is_seen_by_every_token_of_the_same_person_and_app()
    {
        var tenant = await shared.NewTenantAsync();
        var again = await tenant.AddAsync(
            new { scopes = new[] { "spark:all" }, personId = tenant.Person.PersonId, appId = tenant.Person.AppId });
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        (await again.SendAsync("GET", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.OK);
        (await again.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Org_webhook_is_shown_to_every_administrator_of_the_org_and_to_nobody_else()
    {
        var tenant = await shared.NewTenantAsync();
        var stranger = (await shared.NewTenantAsync()).Admin;
        var secondAdmin = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, roles = new[] { "admin" } });
        var id = await tenant.Admin.RegisterAsync(
            new Uri("https://example.com/"), new { resource = "meetings", ownedBy = "org" });

        Assert.Equal(id, Assert.Single(
            (await secondAdmin.SendAsync("GET", "v1/webhooks?ownedBy=org")).Items).GetProperty("id").GetString());
        (await secondAdmin.SendAsync("GET", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.OK);
        (await tenant.Person.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
        (await tenant.Person.SendAsync("GET", "v1/webhooks?ownedBy=org")).ShouldFail(HttpStatusCode.Forbidden);
        Assert.Empty((await stranger.SendAsync("GET", "v1/webhooks?ownedBy=org")).ShouldBe(HttpStatusCode.OK).Items);
        (await stranger.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDE5YTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw")]
    public async Task Unknown_webhook_is_a_404(string id)
    {
        var person = (await shared.NewTenantAsync()).Person;

        Assert.Single((await person.SendAsync("GET", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound));
        Assert.Single((await person.SendAsync("PUT", $"v1/webhooks/{id}", Sample.Webhook()))
            .ShouldFail(HttpStatusCode.NotFound));
        Assert.Single((await person.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldFail(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Publishing_needs_the_scope_for_it()
    {
        var tenant = await shared.NewTenantAsync();

        foreach (var other in new[] { tenant.Person, tenant.Bot, tenant.Admin })
        {
            var reply = await other.SendAsync("POST", "v1/events", Sample.Event());

            Assert.Contains("ringback:publish", Assert.Single(reply.ShouldFail(HttpStatusCode.Forbidden)),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Publisher_publishes_into_its_own_org_only()
    {
        var tenant = await shared.NewTenantAsync();
        var other = await shared.NewTenantAsync();

        var own = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { orgId = tenant.OrgId }));
        var foreign = await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(new { orgId = other.OrgId }));

        own.ShouldBe(HttpStatusCode.Accepted);
        Assert.StartsWith("orgId ", Assert.Single(foreign.ShouldFail(HttpStatusCode.BadRequest)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creating_needs_the_read_scope_of_the_resource()
    {
        var tenant = await shared.NewTenantAsync();
        var reader = await tenant.AddAsync(new { scopes = new[] { "spark:rooms_read" } });

        var rooms = await reader.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource = "rooms" }));
        var messages = await reader.SendAsync("POST", "v1/webhooks", Sample.Webhook());
        var byPublisher = await tenant.Publisher.SendAsync("POST", "v1/webhooks", Sample.Webhook());

        rooms.ShouldBe(HttpStatusCode.OK);
        Assert.Contains("spark:messages_read", Assert.Single(messages.ShouldFail(HttpStatusCode.Forbidden)),
            StringComparison.Ordinal);
        byPublisher.ShouldFail(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Tokens_are_for_administrators_and_are_never_shown_again()
    {
        var tenant = await shared.NewTenantAsync();
        using var admin = shared.Server.As(shared.Server.AdminToken);

        var refused = await tenant.Admin.SendAsync("GET", "v1/tokens");
        var listed = (await admin.SendAsync("GET", "v1/tokens")).ShouldBe(HttpStatusCode.OK);

        Assert.Contains("ringback:admin", Assert.Single(refused.ShouldFail(HttpStatusCode.Forbidden)),
            StringComparison.Ordinal);
        Assert.Contains(tenant.Person.TokenId, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(tenant.Person.Token, listed.Text, StringComparison.Ordinal);
    }
}
