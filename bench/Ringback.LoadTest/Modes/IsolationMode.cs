using System.CommandLine;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How much endpoints that hang or drip delay the callbacks of all others: the same load on two servers, one with such
/// endpoints and one without. A third is as the second: how far these two are apart is chance.
/// </summary>
internal sealed record IsolationMode(MeasuredServer Server, int Webhooks, int Fanout, Turns Turns)
{
    private const int TurnSeconds = 5;
    private const string HangPath = "/hang/";
    private const string DripPath = "/drip/";
    private const string HealthyPath = "/w/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var command = new Command("isolation", "Lets 1 % of the endpoints hang and 1 % drip; watches the others.");
        var options = new ModeOptions(command);
        var webhooks = ModeOptions.Number(command, "--webhooks", 1000, "Webhooks in all.");
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second.");
        var rounds = ModeOptions.Number(command, "--rounds", 12, $"Turns of {TurnSeconds} s that each of the servers has.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 10, "Seconds before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new IsolationMode(
                server,
                parsed.GetValue(webhooks),
                parsed.GetValue(fanout),
                new Turns(parsed.GetValue(rate), parsed.GetValue(warmUp), TurnSeconds, parsed.GetValue(rounds)))
                .MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var healthy = await StartAsync(cancellationToken);
        await using var disturbed = await StartAsync(cancellationToken);
        await using var control = await StartAsync(cancellationToken);
        ComparedServer[] servers = [healthy, disturbed, control];
        await ComparedServer.WarmUpAsync(servers, Turns, Patience, cancellationToken);

        // The trouble begins with the measurement: what the first hanging attempts hold up counts too.
        await disturbed.Sink.SetRuleAsync(HangPath, Behaviour.Hang);
        await disturbed.Sink.SetRuleAsync(DripPath, Behaviour.Drip);
        await ComparedServer.TakeTurnsAsync(servers, Turns, cancellationToken);

        var expected = ((long)Turns.WarmUp * Fanout) + Healthy(disturbed.Workload).LongCount();
        var counts = await disturbed.Sink.WaitForAsync(expected, Patience, cancellationToken);
        var others = await Task.WhenAll(
            healthy.CountAsync(Patience, cancellationToken), control.CountAsync(Patience, cancellationToken));
        var without = HealthyLatencies(healthy, await healthy.Sink.ReceiptsAsync());
        var again = HealthyLatencies(control, await control.Sink.ReceiptsAsync());
        var with = HealthyLatencies(disturbed, await disturbed.Sink.ReceiptsAsync());
        return new Figures
        {
            { "mode", "isolation" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "webhooks", (long)Webhooks },
            { "ratePerSecond", (long)Turns.Rate },
            { "p50Ms", with.Milliseconds(50) },
            { "p99Ms", with.Milliseconds(99) },
            { "p50WithoutMs", without.Milliseconds(50) },
            { "p99WithoutMs", without.Milliseconds(99) },
            { "ratio", with.Milliseconds(99) / without.Milliseconds(99) },
            { "ratioOfChance", again.Milliseconds(99) / without.Milliseconds(99) },
            { "rssMiB", ProcessFigures.PeakMemory(disturbed.Server.ProcessId) },
            { "lost", others.Sum(other => other.Lost) + expected - counts.Distinct },
            { "duplicates", others.Sum(other => other.Duplicates) + counts.Duplicates },
        };
    }

    private static string PathOf(int webhook)
        => (webhook % 100) switch
        {
            0 => HangPath,
            50 => DripPath,
            _ => HealthyPath,
        };

    private Task<ComparedServer> StartAsync(CancellationToken cancellationToken)
        => ComparedServer.StartAsync(
            Server, new Workload(Webhooks, Fanout), webhook => $"{PathOf(webhook)}{webhook}", cancellationToken);

    private IEnumerable<(int Event, int Place)> Healthy(Workload workload)
        => from number in Enumerable.Range(Turns.WarmUp, Turns.Events)
           from place in Enumerable.Range(0, Fanout)
           where PathOf(workload.WebhookAt(number, place)) == HealthyPath
           select (number, place);

    private Latencies HealthyLatencies(ComparedServer server, long[] receipts)
    {
        var latencies = new Latencies();
        foreach (var (number, place) in Healthy(server.Workload))
        {
            var receipt = receipts[((long)number * Fanout) + place];
            if (receipt != 0)
            {
                latencies.Add(server.Starts[number], receipt);
            }
        }

        return latencies;
    }
}
