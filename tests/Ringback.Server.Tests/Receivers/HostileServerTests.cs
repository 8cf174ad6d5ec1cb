using System.Globalization;

namespace Ringback.Server.Tests.Receivers;

/// <summary>The whole service, with few slots, among receivers of every kind at once.</summary>
public sealed class HostileServerTests
{
    private const int Events = 2;
    private const int Attempts = 2;

    [Fact]
    public async Task Every_attempt_ends_is_recorded_and_gives_its_slot_back()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Ringback:Delivery:Slots"] = "8",
            ["Ringback:Delivery:AttemptTimeout"] = "00:00:01",
            ["Ringback:Delivery:RetryWaits:0"] = "00:00:00.010",
        });
        var tenant = await Tenant.NewAsync(server);
        var receivers = new List<ScriptedReceiver>();
        var expected = new Dictionary<string, int>();
        foreach (var hostility in Hostility.All.Values)
        {
            receivers.Add(new ScriptedReceiver(hostility.Script));
            await tenant.Person.RegisterAsync(receivers[^1].Url);
            var attempts = hostility.Kind == "delivered" ? Events : Events * Attempts;
            expected[hostility.Kind] = expected.GetValueOrDefault(hostility.Kind) + attempts;
        }

        await tenant.Publisher.PublishAsync(
            [.. Enumerable.Range(0, Events).Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        await Eventually.IsTrueAsync("nothing is pending",
            () => Task.FromResult(LoggedAttempt.CountPending(server.DataFolder) == 0));
        await using var good = Receiver.Start();
        await tenant.Colleague.RegisterAsync(good.Url);
        await tenant.Publisher.PublishAsync("last");
        await good.NextAsync();
        await server.StopAsync();

        var log = LoggedAttempt.Read(server.DataFolder).Take(expected.Values.Sum()).ToList();
        Assert.Equal(
            expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            log.GroupBy(attempt => attempt.Outcome)
                .Select(group => KeyValuePair.Create(group.Key, group.Count()))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.All(log, attempt => Assert.Equal(attempt.Outcome == "delivered", attempt.Error is null));
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }
    }
}
