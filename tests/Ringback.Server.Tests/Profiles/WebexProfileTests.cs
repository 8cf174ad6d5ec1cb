using System.Net;
using System.Text.Json.Nodes;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Profiles;

/// <summary>Where the profile <c>webex</c> differs, each shown beside what does not.</summary>
public sealed class WebexProfileTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _tenant = await Tenant.NewAsync(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("messages")]
    [InlineData("memberships")]
    public async Task Event_read_of_the_contract_does_not_exist(string resource)
    {
        var reply = await _tenant.Person.SendAsync(
            "POST", "v1/webhooks", Sample.Webhook(new { resource, @event = "read" }));

        var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest));
        Assert.Equal(
            $"event \"read\" is not an event of {resource}; allowed are created, updated, deleted, all", problem);
    }

    [Fact]
    public async Task Status_of_a_new_webhook_is_ignored()
    {
        var reply = await _tenant.Person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { status = "inactive" }));

        Assert.Equal("active", reply.ShouldBe(HttpStatusCode.OK)["status"]);
    }

    [Theory]
    [InlineData("""{"status":"inactive"}""")]
    [InlineData("""{"status":"disabled"}""")]
    [InlineData("""{"status":""}""")]
    [InlineData("""{"ownedBy":"org"}""")]
    [InlineData("""{"ownedBy":"nobody"}""")]
    public async Task Change_ignores_every_status_but_active_and_the_owner(string change)
    {
        var id = await _tenant.Admin.RegisterAsync(
            new Uri("https://example.com/"), new { name = change, resource = "rooms" });
        var before = await _tenant.Admin.SendAsync("GET", $"v1/webhooks/{id}");

        var after = await _tenant.Admin.SendAsync("PUT", $"v1/webhooks/{id}", change);

        Assert.Equal(before.Text, after.ShouldBe(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task Change_of_the_other_fields_is_made_beside_those_that_are_ignored()
    {
        var id = await _tenant.Person.RegisterAsync(new Uri("https://example.com/"));
        var expected = JsonNode.Parse((await _tenant.Person.SendAsync("GET", $"v1/webhooks/{id}")).Text)!.AsObject();
        expected["name"] = "new";

        var after = await _tenant.Person.SendAsync(
            "PUT", $"v1/webhooks/{id}", """{"name":"new","status":"inactive","ownedBy":"org"}""");

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(after.ShouldBe(HttpStatusCode.OK).Text)), after.Text);
    }

    [Fact]
    public async Task Failed_callback_is_not_sent_again()
    {
        await using var receiver = Receiver.Start(503, 200);
        await _tenant.Person.RegisterAsync(receiver.Url);

        await _tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync();
        await _tenant.Publisher.PublishAsync("m2");
        await receiver.NextAsync();
        await _server.StopAsync();

        Assert.Equal([(1, "rejected", 2), (1, "delivered", 0)], LoggedAttempt.Read(_server.DataFolder)
            .Select(attempt => (attempt.Number, attempt.Outcome, attempt.Verdict)));
        Assert.Equal(0, LoggedAttempt.CountPending(_server.DataFolder));
    }

    [Fact]
    public async Task Answer_of_410_is_a_failure_like_any_other()
    {
        await using var receiver = Receiver.Start(410, 200);
        var id = await _tenant.Person.RegisterAsync(receiver.Url);

        await _tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync();
        await _tenant.Publisher.PublishAsync("m2");
        var second = await receiver.NextAsync();

        Assert.Equal("m2", IdOf(second));
        Assert.Equal("active", (await _tenant.Person.SendAsync("GET", $"v1/webhooks/{id}"))["status"]);
    }

    [Fact]
    public async Task Success_does_not_take_back_the_failures_before_it()
    {
        await using var server = await StartAsync(disableAfter: 3);
        await using var receiver = Receiver.Start(500, 500, 200, 500, 200);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);

        for (var i = 1; i <= 4; i++)
        {
            await tenant.Publisher.PublishAsync($"m{i}");
            await receiver.NextAsync();
        }

        await IsInactiveAsync(tenant.Person, id);
    }

    [Fact]
    public async Task Next_failure_disables_again_when_it_was_made_active_within_five_minutes()
    {
        await using var server = await StartAsync(disableAfter: 2);
        await using var receiver = Receiver.Start(500);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Publisher.PublishAsync("m1", "m2");
        await IsInactiveAsync(tenant.Person, id);

        await ActivateAsync(tenant.Person, id);
        await tenant.Publisher.PublishAsync("m3");

        await IsInactiveAsync(tenant.Person, id);
        Assert.Equal(3, receiver.Count);
    }

    [Fact]
    public async Task Inactive_webhook_matches_nothing_and_gets_nothing_of_that_time_later()
    {
        await using var server = await StartAsync(disableAfter: 1);
        await using var receiver = Receiver.Start(500, 200);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Publisher.PublishAsync("m1");
        await IsInactiveAsync(tenant.Person, id);

        var missed = await tenant.Publisher.SendAsync(
            "POST", "v1/events", Sample.Event(new { data = new { id = "m2" } }));
        await ActivateAsync(tenant.Person, id);
        await tenant.Publisher.PublishAsync("m3");
        var callback = (await receiver.NextAsync(2))[1];
        await server.StopAsync();

        Assert.Equal(0, missed.ShouldBe(HttpStatusCode.Accepted).Items[0].GetProperty("matched").GetInt32());
        Assert.Equal("m3", IdOf(callback));
        Assert.Equal(2, receiver.Count);
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
    }

    [Fact]
    public async Task What_is_pending_when_a_webhook_becomes_inactive_is_dropped()
    {
        await using var server = await StartAsync(disableAfter: 1, inFlight: 1);
        var gate = new Gate();
        await using var receiver = Receiver.Start(_ => gate.Answer);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Publisher.PublishAsync([.. Enumerable.Range(1, 20).Select(i => $"m{i}")]);
        await receiver.NextAsync();

        gate.Open(500);
        await IsInactiveAsync(tenant.Person, id);
        await ActivateAsync(tenant.Person, id);
        await tenant.Publisher.PublishAsync("later");
        var next = await receiver.NextAsync();
        await server.StopAsync();

        Assert.Equal("later", IdOf(next));
        Assert.Equal(2, receiver.Count);
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
    }

    [Fact]
    public async Task What_was_held_before_the_profile_was_chosen_is_dropped_at_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        await using (var first = await RunningServer.StartAsync(dataFolder: folder))
        {
            var tenant = await Tenant.NewAsync(first);
            await tenant.Person.RegisterAsync(new Uri("http://127.0.0.1:9/"), new { status = "inactive" });
            await tenant.Publisher.PublishAsync("m1");
        }

        var held = LoggedAttempt.CountPending(folder);
        await using (await StartAsync(folder: folder))
        {
        }

        Assert.Equal(1, held);
        Assert.Equal(0, LoggedAttempt.CountPending(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Setting_that_says_otherwise_goes_before_the_profile()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Ringback:Profile"] = "webex",
            ["Ringback:Delivery:RetryWaits:0"] = "00:00:00.050",
        });
        await using var receiver = Receiver.Start(500, 200);
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        var tries = await receiver.NextAsync(2);

        Assert.Equal(["m1", "m1"], tries.Select(IdOf));
    }

    private static Task<RunningServer> StartAsync(int disableAfter = 100, int inFlight = 8, string? folder = null) =>
        RunningServer.StartAsync(
            new Dictionary<string, string?>
            {
                ["Ringback:Profile"] = "webex",
                ["Ringback:Delivery:DisableAfterFailures"] = $"{disableAfter}",
                ["Ringback:Delivery:InFlightPerWebhook"] = $"{inFlight}",
            },
            folder);

    private static Task IsInactiveAsync(Member person, string id) => Eventually.IsTrueAsync("the webhook is inactive",
        async () => (await person.SendAsync("GET", $"v1/webhooks/{id}"))["status"] == "inactive");

    private static async Task ActivateAsync(Member person, string id)
    {
        var reply = await person.SendAsync("PUT", $"v1/webhooks/{id}", """{"status":"active"}""");
        Assert.Equal("active", reply.ShouldBe(HttpStatusCode.OK)["status"]);
    }

    private static string? IdOf(ReceivedCallback callback) =>
        callback.Json.GetProperty("data").GetProperty("id").GetString();
}
