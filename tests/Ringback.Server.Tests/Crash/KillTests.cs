using System.Collections.Concurrent;
using System.Net;

namespace Ringback.Server.Tests.Crash;

/// <summary>What becomes of acknowledged events when the process dies.</summary>
public sealed class KillTests
{
    private const int Kills = 20;
    private const int BatchSize = 10;

    [Fact]
    public async Task Event_that_was_acknowledged_just_before_the_process_was_killed_arrives_after_the_restart()
    {
        var never = new Gate();
        var isRestarted = false;
        await using var receiver = Receiver.Start(_ => Volatile.Read(ref isRestarted) ? Task.FromResult<Answer>(200) : never.Answer);
        await using var server = await ServerProcess.StartNewAsync();
        await RegisterAsync(server, receiver);
        using var publisher = server.As("publisher");

        (await PublishAsync(publisher, "e1")).ShouldBe(HttpStatusCode.Accepted);
        await server.KillAsync();
        Volatile.Write(ref isRestarted, true);
        var before = receiver.Count;
        await server.StartAsync();
        var last = (await receiver.NextAsync(before + 1))[^1];

        Assert.Equal("e1", last.Header("Ringback-Event-Id"));
    }

    [Fact]
    public async Task No_acknowledged_event_is_lost_over_20_kills_at_different_moments_of_a_loaded_run()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartNewAsync();
        await RegisterAsync(server, receiver);
        var acknowledged = new ConcurrentDictionary<string, bool>();

        for (var kill = 0; kill < Kills; kill++)
        {
            await LoadUntilKilledAsync(server, receiver, acknowledged, kill);
            await server.StartAsync();
        }

        await Eventually.IsTrueAsync("every acknowledged event arrived",
            () => Task.FromResult(acknowledged.Keys.All(EventIds(receiver).ToHashSet().Contains)));
        var arrived = EventIds(receiver);
        TestContext.Current.SendDiagnosticMessage(
            "{0} events acknowledged over {1} kills, {2} callbacks, {3} of them duplicates, 0 lost",
            acknowledged.Count, Kills, arrived.Count, arrived.Count - arrived.Distinct().Count());
        Assert.True(acknowledged.Count >= Kills * BatchSize, $"Only {acknowledged.Count} events were acknowledged.");
    }

    [Fact]
    public async Task Asked_to_end_it_finishes_what_is_in_flight_and_takes_the_rest_up_at_the_next_start()
    {
        var gate = new Gate();
        await using var receiver = Receiver.Start(_ => gate.Answer);
        await using var server = await ServerProcess.StartNewAsync();
        await RegisterAsync(server, receiver);
        using var publisher = server.As("publisher");
        (await PublishAsync(publisher, [.. Enumerable.Range(0, 20).Select(i => $"e{i}")])).ShouldBe(HttpStatusCode.Accepted);
        await receiver.NextAsync(8);

        server.Current.Terminate();
        await Eventually.IsTrueAsync("it takes no more requests", async () =>
        {
            try
            {
                return (await PublishAsync(publisher, "late")).Status != HttpStatusCode.Accepted;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        Assert.False(server.Current.Exited.IsCompleted);
        gate.Open(200);
        var exitCode = await server.Current.Exited.WithinAsync("end of the process");
        var delivered = LoggedAttempt.Read(server.DataFolder);
        await server.StartAsync();
        await Eventually.IsTrueAsync("the rest arrived", () => Task.FromResult(
            EventIds(receiver).Where(id => id != "late").Distinct().Count() == 20));

        Assert.Equal(0, exitCode);
        Assert.Equal("", server.Current.Errors);
        Assert.Equal(8, delivered.Count(attempt => attempt.Outcome == "delivered"));
        Assert.Equal(20, EventIds(receiver).Count(id => id != "late"));
    }

    /// <summary>Publishes from four sides and kills the process at a moment that differs from kill to kill.</summary>
    private static async Task LoadUntilKilledAsync(
        ServerProcess server, Receiver receiver, ConcurrentDictionary<string, bool> acknowledged, int kill)
    {
        var acknowledgedBefore = acknowledged.Count;
        var arrivedBefore = receiver.Count;
        var publishers = Enumerable.Range(0, 4).Select(number => PublishUntilKilledAsync(server, acknowledged, $"{kill}-{number}"));
        var all = Task.WhenAll(publishers);

        // Every other kill follows the n-th acknowledgement, the rest the n-th callback: sent, answered, not recorded.
        var wanted = 1 + (kill * 17);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        using var limit = new CancellationTokenSource(Limits.Signal);
        while ((kill % 2 == 0 ? acknowledged.Count - acknowledgedBefore : receiver.Count - arrivedBefore) < wanted)
        {
            await look.WaitForNextTickAsync(limit.Token);
        }

        await server.KillAsync();
        await all;
    }

    private static async Task PublishUntilKilledAsync(
        ServerProcess server, ConcurrentDictionary<string, bool> acknowledged, string prefix)
    {
        using var publisher = server.As("publisher");
        for (var batch = 0; ; batch++)
        {
            var ids = Enumerable.Range(0, BatchSize).Select(i => $"{prefix}-{batch}-{i}").ToArray();
            try
            {
                (await PublishAsync(publisher, ids)).ShouldBe(HttpStatusCode.Accepted);
            }
            catch (HttpRequestException)
            {
                return;
            }

            Array.ForEach(ids, id => acknowledged.TryAdd(id, true));
        }
    }

    private static async Task RegisterAsync(ServerProcess server, Receiver receiver)
    {
        using var person = server.As("person");
        (await person.SendAsync("POST", "v1/webhooks",
            new { name = "test", targetUrl = receiver.Url, resource = "messages", @event = "created" })).ShouldBe(HttpStatusCode.OK);
    }

    private static Task<Reply> PublishAsync(HttpClient publisher, params string[] ids) => publisher.SendAsync("POST", "v1/events", new
    {
        items = ids.Select(id => new { id, resource = "messages", type = "created", data = new { id } }),
    });

    private static List<string> EventIds(Receiver receiver) =>
        [.. receiver.Received.Select(callback => callback.Header("Ringback-Event-Id")!)];
}
