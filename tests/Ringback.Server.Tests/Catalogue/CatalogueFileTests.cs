using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Catalogue;

/// <summary>A catalogue file at work: the one that docs/catalogue.md shows.</summary>
public sealed partial class CatalogueFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Resource_of_the_example_is_registered_published_and_delivered()
    {
        await using var server = await StartAsync();
        await using var receiver = Receiver.Start();
        var tenant = await Tenant.NewAsync(server);
        var webhook = (await tenant.Person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new
        {
            targetUrl = receiver.Url,
            resource = "orders",
            @event = "shipped",
            filter = "channel=shop&sku=A-1,A-2",
            secret = "shh",
        }))).ShouldBe(HttpStatusCode.OK);

        await PublishAsync(tenant, "shipped", "o1", "phone", "A-1");
        await PublishAsync(tenant, "placed", "o2", "shop", "A-1");
        await PublishAsync(tenant, "shipped", "o3", "shop", "B-1");
        await PublishAsync(tenant, "shipped", "o4", "shop", "B-1", "A-2");
        var callback = await receiver.NextAsync();
        await server.StopAsync();

        Assert.Equal(1, receiver.Count);
        Assert.Equal(webhook["id"], callback.Json.GetProperty("id").GetString());
        Assert.Equal(("orders", "shipped"), (callback.Json.GetProperty("resource").GetString(),
            callback.Json.GetProperty("event").GetString()));
        Assert.Equal("""{"id":"o4","customer":{"email":"ann@example.com"},"channel":"shop"}""",
            callback.Json.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Event_all_of_the_example_stands_for_each_of_its_events_and_the_card_is_withheld()
    {
        await using var server = await StartAsync();
        await using var receiver = Receiver.Start();
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url, new { resource = "orders", @event = "all" });

        foreach (var type in new[] { "placed", "shipped", "cancelled" })
        {
            await PublishAsync(tenant, type, type, "shop", "A-1");
        }

        var callbacks = await receiver.NextAsync(3);
        Assert.Equal(["cancelled", "placed", "shipped"], callbacks
            .Select(callback => callback.Json.GetProperty("event").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(callbacks, callback =>
        {
            var data = callback.Json.GetProperty("data");
            Assert.False(data.TryGetProperty("card", out _));
            Assert.Equal(callback.Json.GetProperty("event").GetString() == "placed", data.TryGetProperty("lines", out _));
        });
    }

    [Fact]
    public async Task Scopes_of_the_example_are_asked_for()
    {
        await using var server = await StartAsync();
        var tenant = await Tenant.NewAsync(server);
        var body = Sample.Webhook(new { resource = "orders", @event = "placed" });
        var ofOrg = Sample.Webhook(new { resource = "orders", @event = "placed", ownedBy = "org" });
        var reader = await tenant.AddAsync(new { scopes = new[] { "orders:read" } });
        var other = await tenant.AddAsync(new { scopes = new[] { "spark:messages_read" } });
        var admin = await tenant.AddAsync(new { scopes = new[] { "orders:admin_read" }, roles = new[] { "admin" } });
        var otherAdmin = await tenant.AddAsync(new { scopes = new[] { "orders:read" }, roles = new[] { "admin" } });

        (await reader.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        (await tenant.Person.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
        Assert.Equal("Missing required scope: orders:read",
            Assert.Single((await other.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.Forbidden)));
        Assert.Equal("Missing required scope: orders:admin_read", Assert.Single(
            (await otherAdmin.SendAsync("POST", "v1/webhooks", ofOrg)).ShouldFail(HttpStatusCode.Forbidden)));
        (await admin.SendAsync("POST", "v1/webhooks", ofOrg)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Description_of_the_API_lists_the_resource_and_its_events()
    {
        await using var server = await StartAsync();

        var document = JsonNode.Parse((await server.Anonymous.SendAsync("GET", "openapi/v1.json")).Text)!;

        var properties = document["components"]!["schemas"]!["CreateWebhookRequest"]!["properties"]!;
        var resources = properties["resource"]!["enum"]!.AsArray().Select(word => word!.ToString()).ToList();
        Assert.Contains("orders", resources);
        Assert.Contains("messages", resources);
        Assert.Contains("shipped", properties["event"]!["enum"]!.AsArray().Select(word => word!.ToString()));
    }

    [Fact]
    public async Task Webhook_whose_resource_is_gone_is_set_aside_with_what_is_pending_until_it_is_back()
    {
        await using var receiver = Receiver.Start();
        string token, path;
        await using (var with = await StartAsync(dataFolder: _folder))
        {
            var tenant = await Tenant.NewAsync(with);
            var id = await tenant.Person.RegisterAsync(
                receiver.Url, new { resource = "orders", @event = "placed", status = "inactive" });
            (token, path) = (tenant.Person.Token, $"v1/webhooks/{id}");
            await PublishAsync(tenant, "placed", "o1", "shop", "A-1");
        }

        await using (var without = await RunningServer.StartAsync(dataFolder: _folder))
        {
            using var person = without.As(token);
            (await person.SendAsync("GET", path)).ShouldFail(HttpStatusCode.NotFound);
            Assert.Empty((await person.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK).Items);
        }

        await using (var again = await StartAsync(dataFolder: _folder))
        {
            using var person = again.As(token);
            (await person.SendAsync("PUT", path, new { status = "active" })).ShouldBe(HttpStatusCode.OK);
            Assert.Equal("o1", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task Command_takes_the_file()
    {
        using var process = RingbackProcess.Start(
        [
            "serve", "--dev", "--data", Path.Combine(_folder, "data"), "--urls", "http://127.0.0.1:0",
            "--catalogue", WriteExample(), "--profile", "webex",
        ]);
        await process.Ready;
        var dev = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(_folder, "data", "dev.json"), TestContext.Current.CancellationToken))!;
        using var client = new HttpClient { BaseAddress = new Uri(dev["baseUrl"] + "/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", dev["tokens"]!["person"]!.ToString());

        var ofFile = await client.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new { resource = "orders", @event = "placed" }));
        var ofContract = await client.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { @event = "read" }));
        process.Terminate();

        ofFile.ShouldBe(HttpStatusCode.OK);
        ofContract.ShouldFail(HttpStatusCode.BadRequest);
        Assert.Equal(0, await process.Exited.WithinAsync("end of the process"));
    }

    private Task<RunningServer> StartAsync(string? dataFolder = null) => RunningServer.StartAsync(
        new Dictionary<string, string?> { ["Ringback:Catalogue"] = WriteExample() }, dataFolder);

    private string WriteExample()
    {
        var root = typeof(CatalogueFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var page = File.ReadAllText(Path.Combine(root, "docs/catalogue.md"));
        var path = Path.Combine(_folder, "orders.json");
        File.WriteAllText(path, Example.Match(page).Groups[1].Value);
        return path;
    }

    private static async Task PublishAsync(
        Tenant tenant, string type, string id, string channel, params string[] skus) =>
        (await tenant.Publisher.SendAsync("POST", "v1/events", new
        {
            resource = "orders",
            type,
            data = new
            {
                id,
                customer = new { email = "ann@example.com" },
                lines = skus.Select(sku => new { sku }),
                card = "4111",
                channel,
            },
        })).ShouldBe(HttpStatusCode.Accepted);

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example { get; }
}
