using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How much endpoints that hang or drip delay the callbacks of all others: the same load with and without them.
/// </summary>
internal sealed record IsolationMode(MeasuredServer Server, int Webhooks, int Fanout, int Rate, int Seconds, int WarmUpSeconds)
{
    private const string HangPath = "/hang/";
    private const string DripPath = "/drip/";
    private const string HealthyPath = "/w/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int WarmUp => Rate * WarmUpSeconds;

    private int Events => Rate * Seconds;

    public static Command Build()
    {
        var command = new Command("isolation", "Lets 1 % of the endpoints hang and 1 % drip; watches the others.");
        var options = new ModeOptions(command);
        var webhooks = ModeOptions.Number(command, "--webhooks", 1000, "Webhooks in all.");
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second.");
        var seconds = ModeOptions.Number(command, "--seconds", 60, "Seconds that are measured.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 10, "Seconds before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options.Runs(parsed),
            options.Json(parsed),
            stopping => new IsolationMode(
                options.Server(parsed),
                parsed.GetValue(webhooks),
                parsed.GetValue(fanout),
                parsed.GetValue(rate),
                parsed.GetValue(seconds),
                parsed.GetValue(warmUp)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var without = await RunAsync(disturbed: false, cancellationToken);
        Report.Progress($"all healthy: p99 {without.Latencies.Milliseconds(99):N2} ms");
        var with = await RunAsync(disturbed: true, cancellationToken);
        return new Figures
        {
            { "mode", "isolation" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "webhooks", (long)Webhooks },
            { "ratePerSecond", (long)Rate },
            { "p50Ms", with.Latencies.Milliseconds(50) },
            { "p99Ms", with.Latencies.Milliseconds(99) },
            { "p50WithoutMs", without.Latencies.Milliseconds(50) },
            { "p99WithoutMs", without.Latencies.Milliseconds(99) },
            { "ratio", with.Latencies.Milliseconds(99) / without.Latencies.Milliseconds(99) },
            { "rssMiB", with.Memory },
            { "lost", without.Lost + with.Lost },
            { "duplicates", without.Duplicates + with.Duplicates },
        };
    }

    private static string PathOf(int webhook)
        => (webhook % 100) switch
        {
            0 => HangPath,
            50 => DripPath,
            _ => HealthyPath,
        };

    private async Task<Run> RunAsync(bool disturbed, CancellationToken cancellationToken)
    {
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        var workload = new Workload(Webhooks, Fanout);
        await server.Api.RegisterAsync(
            workload, webhook => $"{sink.BaseUrl}{PathOf(webhook)}{webhook}", cancellationToken);

        await sink.ExpectAsync(WarmUp, workload);
        await PublishAsync(server, workload, 0, WarmUp, new long[WarmUp], cancellationToken);
        await sink.WaitForAsync((long)WarmUp * Fanout, Patience, cancellationToken);

        // The trouble begins with the measurement: what the first hanging attempts hold up counts too.
        await sink.ExpectAsync(WarmUp + Events, workload);
        if (disturbed)
        {
            await sink.SetRuleAsync(HangPath, Behaviour.Hang);
            await sink.SetRuleAsync(DripPath, Behaviour.Drip);
        }

        var starts = new long[WarmUp + Events];
        await PublishAsync(server, workload, WarmUp, Events, starts, cancellationToken);
        var expected = disturbed ? HealthyDeliveries(workload) : (long)Events * Fanout;
        var counts = await sink.WaitForAsync(expected, Patience, cancellationToken);
        return new Run(
            HealthyLatencies(workload, starts, await sink.ReceiptsAsync()),
            expected - counts.Distinct,
            counts.Duplicates,
            ProcessFigures.PeakMemory(server.ProcessId));
    }

    private Task PublishAsync(
        ServerProcess server,
        Workload workload,
        int first,
        int count,
        long[] starts,
        CancellationToken cancellationToken)
        => Pace.RunAsync(
            Rate,
            count,
            number =>
            {
                starts[first + number] = Stopwatch.GetTimestamp();
                var body = EventBatch.WriteOne(workload, first + number);
                return server.Api.PublishAsync(body, tries: 20, cancellationToken);
            },
            cancellationToken);

    private long HealthyDeliveries(Workload workload) => Healthy(workload).LongCount();

    private IEnumerable<(int Event, int Place)> Healthy(Workload workload)
        => from number in Enumerable.Range(WarmUp, Events)
           from place in Enumerable.Range(0, Fanout)
           where PathOf(workload.WebhookAt(number, place)) == HealthyPath
           select (number, place);

    private Latencies HealthyLatencies(Workload workload, long[] starts, long[] receipts)
    {
        var latencies = new Latencies();
        foreach (var (number, place) in Healthy(workload))
        {
            var receipt = receipts[((long)number * Fanout) + place];
            if (receipt != 0)
            {
                latencies.Add(starts[number], receipt);
            }
        }

        return latencies;
    }

    private sealed record Run(Latencies Latencies, long Lost, long Duplicates, double Memory);
}
