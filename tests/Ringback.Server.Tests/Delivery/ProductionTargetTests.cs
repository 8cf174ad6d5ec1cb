using System.Net;

namespace Ringback.Server.Tests.Delivery;

/// <summary>A server that is not for development does not call its own machine or network.</summary>
public sealed class ProductionTargetTests
{
    private static readonly Dictionary<string, string?> Production = new() { ["Ringback:Dev"] = "false" };

    [Fact]
    public async Task Target_that_can_never_be_called_is_a_400_that_says_why()
    {
        await using var server = await RunningServer.StartAsync(Production);
        var tenant = await Tenant.NewAsync(server);
        var good = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        foreach (var target in new[]
        {
            "http://127.0.0.1:8080/", "https://127.1/", "http://0x7f.0.0.1/", "http://2130706433/",
            "http://0177.0.0.1/",
            "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://10.1.2.3/",
            "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
            "http://[fe80::1%25eth0]/",
        })
        {
            var created = await tenant.Person.SendAsync(
                "POST", "v1/webhooks",
                new { name = "n", targetUrl = target, resource = "messages", @event = "created" });
            var updated = await tenant.Person.SendAsync("PUT", $"v1/webhooks/{good}", new { targetUrl = target });

            foreach (var reply in new[] { created, updated })
            {
                var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
                Assert.StartsWith("targetUrl cannot be called: ", problem, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Name_that_leads_to_loopback_is_refused_when_it_is_dialled()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        await using var receiver = Receiver.Start();
        await using var lenient = await RunningServer.StartAsync(
            new Dictionary<string, string?>(Production) { ["Ringback:Targets:AllowHosts:0"] = "localhost" }, folder);
        var tenant = await Tenant.NewAsync(lenient);
        await tenant.Person.RegisterAsync(new UriBuilder(receiver.Url) { Host = "localhost" }.Uri);
        await lenient.StopAsync();
        await using var server = await RunningServer.StartAsync(Production, folder);

        await (tenant.Publisher with { Client = server.As(tenant.Publisher.Token) }).PublishAsync("m1");
        await server.StopAsync();

        var attempt = Assert.Single(LoggedAttempt.Read(server.DataFolder));
        Assert.Equal("blocked", attempt.Outcome);
        Assert.Equal("The target may not be called: its address is loopback.", attempt.Error);
        Assert.Equal(0, receiver.Count);
        Assert.Equal(1, LoggedAttempt.CountPending(server.DataFolder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Server_does_not_call_itself_whatever_is_allowed()
    {
        await using var server = await RunningServer.StartAsync();
        var tenant = await Tenant.NewAsync(server);

        var created = await tenant.Person.SendAsync("POST", "v1/webhooks",
            new { name = "n", targetUrl = new Uri(server.BaseUrl, "v1/events"), resource = "messages", @event = "created" });

        Assert.Equal("targetUrl cannot be called: 127.0.0.1 is this server's own, which is not allowed",
            Assert.Single(created.ShouldFail(HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Allowed_network_and_allowed_host_may_be_called()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>(Production)
        {
            ["Ringback:Targets:AllowNetworks:0"] = "127.0.0.1/32",
            ["Ringback:Targets:AllowNetworks:1"] = "::1/128",
        });
        await using var receiver = Receiver.Start();
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Person.RegisterAsync(new UriBuilder(receiver.Url) { Host = "localhost", Path = "/name" }.Uri);

        await tenant.Publisher.PublishAsync("m1");
        var callbacks = await receiver.NextAsync(2);

        Assert.Equal(["/", "/name"], callbacks.Select(callback => callback.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task First_start_leaves_an_administrators_token_that_only_its_owner_can_read()
    {
        await using var server = await RunningServer.StartAsync(Production);
        var path = Path.Combine(server.DataFolder, "admin-token");
        using var admin = server.As(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        Assert.False(File.Exists(Path.Combine(server.DataFolder, "dev.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        (await admin.SendAsync("GET", "v1/tokens")).ShouldBe(HttpStatusCode.OK);
    }
}
