using System.Net;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>The rule against a webhook that is another one over again.</summary>
public sealed class DuplicateWebhookTests(SharedServer shared)
{
    [Fact, WebexRow("4.3", "409")]
    public async Task Duplicate_is_a_409_that_names_the_webhook_that_is_there()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = Sample.Webhook(new { filter = "roomId=r1&hasFiles=true", secret = "s1" });
        var id = (await person.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK)["id"];

        var again = await person.SendAsync("POST", "v1/webhooks", body);
        var inAnotherOrder = await person.SendAsync("POST", "v1/webhooks",
            Sample.Webhook(new { filter = "hasFiles=true&roomId=r1", secret = "s2" }));

        Assert.Equal(
            $"A webhook with this name, targetUrl, resource, event, filter and ownedBy is there already: {id}",
            Assert.Single(again.ShouldFail(HttpStatusCode.Conflict)));
        inAnotherOrder.ShouldFail(HttpStatusCode.Conflict);
        Assert.Single((await person.SendAsync("GET", "v1/webhooks")).Items);
    }

    [Theory, WebexRow("4.3", "409")]
    [InlineData("""{"name":"another"}""")]
    [InlineData("""{"targetUrl":"https://example.com/other"}""")]
    [InlineData("""{"resource":"memberships"}""")]
    [InlineData("""{"event":"updated"}""")]
    [InlineData("""{"filter":"roomId=r2"}""")]
    [InlineData("""{"filter":"roomId=R1"}""")]
    [InlineData("""{"filter":null}""")]
    [InlineData("""{"ownedBy":"org"}""")]
    public async Task Webhook_that_differs_in_one_thing_is_none(string changes)
    {
        var admin = (await shared.NewTenantAsync()).Admin;
        var sample = System.Text.Json.Nodes.JsonNode.Parse(Sample.Webhook(new { filter = "roomId=r1" }))!.AsObject();
        (await admin.SendAsync("POST", "v1/webhooks", sample.ToJsonString())).ShouldBe(HttpStatusCode.OK);
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(changes)!.AsObject())
        {
            sample[name] = value?.DeepClone();
        }

        (await admin.SendAsync("POST", "v1/webhooks", sample.ToJsonString())).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Same_webhook_of_another_person_app_or_org_is_none()
    {
        var tenant = await shared.NewTenantAsync();
        var stranger = (await shared.NewTenantAsync()).Person;
        var otherApp = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, personId = tenant.Person.PersonId });
        var otherToken = await tenant.AddAsync(
            new { scopes = new[] { "spark:all" }, personId = tenant.Person.PersonId, appId = tenant.Person.AppId });

        foreach (var one in new[] { tenant.Person, tenant.Colleague, stranger, otherApp })
        {
            (await one.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldBe(HttpStatusCode.OK);
        }

        (await otherToken.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldFail(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_duplicates_that_race_one_is_made()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            _ => person.SendAsync("POST", "v1/webhooks", Sample.Webhook())));

        var made = Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
        Assert.All(replies.Where(reply => reply != made), reply =>
            Assert.EndsWith(made["id"], Assert.Single(reply.ShouldFail(HttpStatusCode.Conflict)),
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_that_would_make_a_duplicate_is_a_409_and_changes_nothing()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var first = await person.RegisterAsync(new Uri("https://example.com/"), new { name = "first" });
        var second = await person.RegisterAsync(new Uri("https://example.com/"), new { name = "second" });

        var refused = await person.SendAsync("PUT", $"v1/webhooks/{second}", new { name = "first" });
        var itself = await person.SendAsync("PUT", $"v1/webhooks/{first}", new { name = "first", secret = "new" });

        Assert.Contains(first, Assert.Single(refused.ShouldFail(HttpStatusCode.Conflict)), StringComparison.Ordinal);
        Assert.Equal("second", (await person.SendAsync("GET", $"v1/webhooks/{second}"))["name"]);
        itself.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_a_webhook_was_is_free_after_a_change_or_its_end()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var target = new Uri("https://example.com/");
        var first = await person.RegisterAsync(target, new { name = "one" });

        (await person.SendAsync("PUT", $"v1/webhooks/{first}", new { name = "two" })).ShouldBe(HttpStatusCode.OK);
        await person.RegisterAsync(target, new { name = "one" });
        (await person.SendAsync("DELETE", $"v1/webhooks/{first}")).ShouldBe(HttpStatusCode.NoContent);
        await person.RegisterAsync(target, new { name = "two" });
    }

    [Fact]
    public async Task Org_has_one_webhook_for_each_resource_event_and_filter_whoever_makes_it()
    {
        var tenant = await shared.NewTenantAsync();
        var second = await tenant.AddAsync(new { scopes = new[] { "spark:all" }, roles = new[] { "admin" } });
        var id = await tenant.Admin.RegisterAsync(new Uri("https://example.com/1"), Meetings("ended", "siteUrl=a"));

        var refused = await second.SendAsync("POST", "v1/webhooks", Sample.Webhook(Meetings("ended", "siteUrl=a")));
        await second.RegisterAsync(new Uri("https://example.com/1"), Meetings("ended", "siteUrl=b"));
        await second.RegisterAsync(new Uri("https://example.com/1"), Meetings("started", "siteUrl=a"));
        await second.RegisterAsync(new Uri("https://example.com/1"), new { resource = "meetings", @event = "ended" });

        Assert.Equal(
            $"The org owns a webhook with this resource, event and filter already, and may have one: {id}",
            Assert.Single(refused.ShouldFail(HttpStatusCode.Conflict)));

        static object Meetings(string eventName, string filter) =>
            new { resource = "meetings", @event = eventName, filter, ownedBy = "org" };
    }

    [Fact]
    public async Task Webhook_cannot_be_given_to_the_org_when_it_has_one_of_the_kind()
    {
        var tenant = await shared.NewTenantAsync();
        await tenant.Admin.RegisterAsync(new Uri("https://example.com/1"), new { resource = "rooms", ownedBy = "org" });
        var own = await tenant.Admin.RegisterAsync(new Uri("https://example.com/2"), new { resource = "rooms" });

        var refused = await tenant.Admin.SendAsync("PUT", $"v1/webhooks/{own}", new { ownedBy = "org" });

        refused.ShouldFail(HttpStatusCode.Conflict);
        Assert.Equal("creator", (await tenant.Admin.SendAsync("GET", $"v1/webhooks/{own}"))["ownedBy"]);
    }

    [Fact]
    public async Task Rule_can_be_switched_off_and_on_and_is_known_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        string token, id;
        await using (var without = await StartAsync(folder, ("Ringback:RefuseDuplicates", "false")))
        {
            var person = (await Tenant.NewAsync(without)).Person;
            (token, id) = (person.Token, (await person.SendAsync("POST", "v1/webhooks", Sample.Webhook()))["id"]);
            (await person.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldBe(HttpStatusCode.OK);
        }

        await using (var with = await StartAsync(folder))
        {
            using var person = with.As(token);
            var refused = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook());
            var changed = await person.SendAsync("PUT", $"v1/webhooks/{id}", """{"secret":"new"}""");
            (await person.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.NoContent);
            var stillRefused = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook());

            refused.ShouldFail(HttpStatusCode.Conflict);
            changed.ShouldBe(HttpStatusCode.OK);
            stillRefused.ShouldFail(HttpStatusCode.Conflict);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Person_and_app_may_have_so_many_webhooks_and_those_of_the_org_besides()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        await using (var server = await StartAsync(folder, ("Ringback:MaxWebhooksPerPerson", "3")))
        {
            var tenant = await Tenant.NewAsync(server);
            var admin = tenant.Admin;
            await admin.RegisterAsync(new Uri("https://example.com/"), new { resource = "rooms", ownedBy = "org" });

            var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(
                i => admin.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = $"n{i}" }))));
            var made = replies.Where(reply => reply.Status == HttpStatusCode.OK).ToList();
            (await admin.SendAsync("PUT", $"v1/webhooks/{made[0]["id"]}", """{"name":"m"}"""))
                .ShouldBe(HttpStatusCode.OK);
            (await admin.SendAsync("DELETE", $"v1/webhooks/{made[1]["id"]}")).ShouldBe(HttpStatusCode.NoContent);

            Assert.Equal(3, made.Count);
            Assert.All(replies.Except(made), reply => Assert.Equal(
                "A person and app may have 3 webhooks, and these have so many already",
                Assert.Single(reply.ShouldFail(HttpStatusCode.Conflict))));
            await admin.RegisterAsync(new Uri("https://example.com/"));
            await tenant.Colleague.RegisterAsync(new Uri("https://example.com/"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<RunningServer> StartAsync(string folder, params (string Key, string Value)[] settings) =>
        RunningServer.StartAsync(settings.ToDictionary(entry => entry.Key, entry => (string?)entry.Value), folder);
}
