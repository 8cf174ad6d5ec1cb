using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Server.Tests.Delivery;

/// <summary>What a change of a webhook means for what is pending or in flight for it.</summary>
public sealed class WebhookChangeTests(SharedServer shared)
{
    [Fact]
    public async Task Inactive_webhook_is_not_called_and_gets_what_it_missed_when_it_is_active_again()
    {
        await using var receiver = Receiver.Start();
        await using var witness = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Person.RegisterAsync(witness.Url);
        await SetStatusAsync(tenant.Person, id, "inactive");

        await tenant.Publisher.PublishAsync("m1", "m2", "m3");
        await witness.NextAsync(3);
        var whileInactive = receiver.Count;
        await SetStatusAsync(tenant.Person, id, "active");
        var released = await receiver.NextAsync(3);

        Assert.Equal(0, whileInactive);
        Assert.Equal(["m1", "m2", "m3"], released.Select(IdOf).Order(StringComparer.Ordinal));
        Assert.All(released, callback => Assert.Equal("active", callback.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Held_callbacks_outlive_a_restart()
    {
        await using var receiver = Receiver.Start();
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        string token, path;
        await using (var first = await RunningServer.StartAsync(dataFolder: folder))
        {
            var tenant = await Tenant.NewAsync(first);
            (token, path) = (tenant.Person.Token, $"v1/webhooks/{await tenant.Person.RegisterAsync(receiver.Url, new { status = "inactive" })}");
            await tenant.Publisher.PublishAsync("m1");
        }

        await using (var second = await RunningServer.StartAsync(dataFolder: folder))
        {
            Assert.Equal(0, receiver.Count);
            using var person = second.As(token);
            (await person.SendAsync("PUT", path, new { status = "active" })).ShouldBe(HttpStatusCode.OK);
            Assert.Equal("m1", IdOf(await receiver.NextAsync()));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Webhook_made_inactive_while_an_attempt_is_in_flight_is_tried_again_only_when_it_is_active()
    {
        var gate = new Gate();
        var calls = 0;
        await using var receiver = Receiver.Start(_ => Interlocked.Increment(ref calls) == 1 ? gate.Answer : Task.FromResult<Answer>(200));
        await using var witness = Receiver.Start(500, 200);
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Person.RegisterAsync(witness.Url);

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync();
        await SetStatusAsync(tenant.Person, id, "inactive");
        gate.Open(500);
        await witness.NextAsync(2);
        var whileInactive = receiver.Count;
        await SetStatusAsync(tenant.Person, id, "active");
        var again = await receiver.NextAsync();

        Assert.Equal(1, whileInactive);
        Assert.Equal("m1", IdOf(again));
        Assert.Equal("active", again.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Changed_target_and_secret_are_used_from_the_next_attempt_on()
    {
        var gate = new Gate();
        await using var receiver = Receiver.Start(callback => callback.Path == "/old" ? gate.Answer : Task.FromResult<Answer>(200));
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri(receiver.Url, "/old"), new { secret = "old" });

        await tenant.Publisher.PublishAsync("m1");
        var first = await receiver.NextAsync();
        (await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", new
        {
            name = "new", targetUrl = new Uri(receiver.Url, "/new"), secret = "new",
        })).ShouldBe(HttpStatusCode.OK);
        gate.Open(500);
        var second = await receiver.NextAsync();

        Assert.Equal(("/old", Sign("old", first.Body)), (first.Path, first.Header("X-Spark-Signature")));
        Assert.Equal(("/new", Sign("new", second.Body)), (second.Path, second.Header("X-Spark-Signature")));
        Assert.Equal("new", second.Json.GetProperty("name").GetString());
        Assert.Equal(first.Header("webhook-id"), second.Header("webhook-id"));
    }

    [Fact]
    public async Task Removed_secret_ends_the_signatures()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(receiver.Url, new { secret = "old" });
        (await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", new { secret = "" })).ShouldBe(HttpStatusCode.OK);

        await tenant.Publisher.PublishAsync("m1");
        var callback = await receiver.NextAsync();

        Assert.Null(callback.Header("X-Spark-Signature"));
        Assert.Null(callback.Header("webhook-signature"));
    }

    [Fact]
    public async Task Deleted_webhook_loses_what_is_pending_for_it()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:Delivery:RetryWaits:0"] = "00:00:00.050" });
        var gate = new Gate();
        await using var receiver = Receiver.Start(_ => gate.Answer);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync([.. Enumerable.Range(0, 100).Select(i => $"m{i}")]);
        await receiver.NextAsync(8);
        (await tenant.Person.SendAsync("DELETE", $"v1/webhooks/{id}")).ShouldBe(HttpStatusCode.NoContent);
        gate.Open(500);
        await server.StopAsync();

        Assert.Equal(8, receiver.Count);
        Assert.Equal(8, LoggedAttempt.Read(server.DataFolder).Count);
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
    }

    [Fact]
    public async Task Webhook_made_after_an_event_does_not_get_it()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();

        await tenant.Publisher.PublishAsync("before");
        await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Publisher.PublishAsync("after");

        Assert.Equal("after", IdOf(await receiver.NextAsync()));
    }

    private static async Task SetStatusAsync(Member person, string id, string status) =>
        (await person.SendAsync("PUT", $"v1/webhooks/{id}", new { status })).ShouldBe(HttpStatusCode.OK);

    private static string? IdOf(ReceivedCallback callback) => callback.Json.GetProperty("data").GetProperty("id").GetString();

    private static string Sign(string secret, byte[] body)
    {
#pragma warning disable CA5350 // Webex's own format
        return Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body));
#pragma warning restore CA5350
    }
}
