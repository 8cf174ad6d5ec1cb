using System.Diagnostics;
using System.Net;

namespace Ringback.Server.Tests.Delivery;

/// <summary>What counts as received, and what happens after a failure.</summary>
public sealed class RetryTests
{
    private static readonly Dictionary<string, string?> QuickLadder = new()
    {
        ["Ringback:Delivery:RetryWaits:0"] = "00:00:00.050",
        ["Ringback:Delivery:RetryWaits:1"] = "00:00:00.050",
        ["Ringback:Delivery:AttemptTimeout"] = "00:00:01",
    };

    [Fact]
    public async Task Failed_callback_is_sent_again_until_it_is_received()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(Answer.HangUp, 500, 200);
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url, new { secret = "shh" });

        await tenant.Publisher.PublishAsync("m1");
        var tries = await receiver.NextAsync(3);
        await server.StopAsync();

        Assert.Single(tries.Select(callback => callback.Text).Distinct());
        Assert.Single(tries.Select(callback => callback.Header("webhook-id")).Distinct());
        Assert.Single(tries.Select(callback => callback.Header("X-Spark-Signature")).Distinct());
        Assert.Equal(3, tries.Select(callback => callback.Header("TrackingID")).Distinct().Count());
        Assert.Equal(
            [(1, "unreachable", null), (2, "rejected", 500), (3, "delivered", (int?)200)],
            LoggedAttempt.Read(server.DataFolder).Select(attempt => (attempt.Number, attempt.Outcome, attempt.Status)));
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
    }

    [Fact]
    public async Task Delivery_has_failed_when_the_ladder_is_used_up()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(500);
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync(3);
        await server.StopAsync();

        Assert.Equal([(1, 1), (2, 1), (3, 2)],
            LoggedAttempt.Read(server.DataFolder).Select(attempt => (attempt.Number, attempt.Verdict)));
        Assert.Equal(0, LoggedAttempt.CountPending(server.DataFolder));
        Assert.Equal(3, receiver.Count);
    }

    [Fact]
    public async Task Every_2xx_is_a_success_and_no_other_status_is()
    {
        int[] successes = [200, 201, 202, 203, 204, 205, 206, 226, 299];
        int[] failures =
        [
            300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 501, 502, 503, 504, 599,
        ];
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(callback =>
            int.Parse(callback.Path[1..], System.Globalization.CultureInfo.InvariantCulture));
        var tenant = await Tenant.NewAsync(server);
        foreach (var status in successes.Concat(failures))
        {
            await tenant.Person.RegisterAsync(new Uri(receiver.Url, $"/{status}"));
        }

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync(successes.Length + (3 * failures.Length));
        await server.StopAsync();

        var attempts = LoggedAttempt.Read(server.DataFolder);
        Assert.Equal(successes, Statuses(attempts, "delivered"));
        Assert.Equal(failures.SelectMany(status => Enumerable.Repeat(status, 3)), Statuses(attempts, "rejected"));
        Assert.Equal(successes.Length + (3 * failures.Length), receiver.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(callback => callback.Path == "/elsewhere"
            ? 200
            : new Answer(status) { Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } });
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(new Uri(receiver.Url, "/here"));

        await tenant.Publisher.PublishAsync("m1");
        var tries = await receiver.NextAsync(3);
        await server.StopAsync();

        Assert.All(tries, callback => Assert.Equal("/here", callback.Path));
        Assert.All(LoggedAttempt.Read(server.DataFolder),
            attempt => Assert.Equal($"The receiver answered {status}; redirects are not followed.", attempt.Error));
    }

    [Fact]
    public async Task Receiver_that_does_not_answer_in_time_has_failed()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        var never = new Gate();
        var calls = 0;
        await using var receiver =
            Receiver.Start(_ => Interlocked.Increment(ref calls) == 1 ? never.Answer : Task.FromResult<Answer>(200));
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync(2);
        await server.StopAsync();

        var attempts = LoggedAttempt.Read(server.DataFolder);
        Assert.Equal(["timed_out", "delivered"], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal("There was no answer within 1 s.", attempts[0].Error);
    }

    [Fact]
    public async Task Receiver_that_is_not_there_has_failed_in_words()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        var gone = Receiver.Start();
        await gone.DisposeAsync();
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(gone.Url);

        await tenant.Publisher.PublishAsync("m1");
        await server.StopAsync();

        var attempt = LoggedAttempt.Read(server.DataFolder)[0];
        Assert.Equal(("unreachable", "The connection was refused."), (attempt.Outcome, attempt.Error));
    }

    [Fact]
    public async Task Retry_after_lengthens_the_wait()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(
            new Answer(503) { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } }, 200);
        var tenant = await Tenant.NewAsync(server);
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync();
        var waiting = Stopwatch.StartNew();
        await receiver.NextAsync();

        Assert.InRange(waiting.Elapsed, TimeSpan.FromSeconds(0.9), Limits.Signal);
    }

    [Fact]
    public async Task Webhook_that_answers_410_becomes_inactive_at_once_and_what_is_pending_is_held()
    {
        await using var server = await RunningServer.StartAsync(QuickLadder);
        await using var receiver = Receiver.Start(410, 200);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        await receiver.NextAsync();
        await Eventually.IsTrueAsync("the webhook is inactive",
            async () => (await tenant.Person.SendAsync("GET", $"v1/webhooks/{id}"))["status"] == "inactive");
        var held = await tenant.Publisher.SendAsync("POST", "v1/events",
            new { resource = "messages", type = "created", data = new { id = "m2" } });
        Assert.Equal(1, receiver.Count);
        (await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", new { status = "active" }))
            .ShouldBe(HttpStatusCode.OK);
        var released = await receiver.NextAsync(2);

        Assert.Equal(1, held.Items[0].GetProperty("matched").GetInt32());
        Assert.Equal(["m1", "m2"], released.Select(IdOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Webhook_whose_callbacks_keep_failing_becomes_inactive()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>(QuickLadder)
        {
            ["Ringback:Delivery:DisableAfterFailures"] = "3",
        });
        await using var receiver = Receiver.Start(500, 500, 500, 200);
        var tenant = await Tenant.NewAsync(server);
        var id = await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1", "m2", "m3");
        await Eventually.IsTrueAsync("the webhook is inactive",
            async () => (await tenant.Person.SendAsync("GET", $"v1/webhooks/{id}"))["status"] == "inactive");
        (await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", new { status = "active" }))
            .ShouldBe(HttpStatusCode.OK);
        var callbacks = await receiver.NextAsync(6);

        Assert.Equal(["m1", "m2", "m3"], callbacks.Skip(3).Select(IdOf).Order(StringComparer.Ordinal));
    }

    private static string? IdOf(ReceivedCallback callback) =>
        callback.Json.GetProperty("data").GetProperty("id").GetString();

    private static IEnumerable<int> Statuses(IReadOnlyList<LoggedAttempt> attempts, string outcome) =>
        attempts.Where(attempt => attempt.Outcome == outcome).Select(attempt => attempt.Status!.Value).Order();
}
