using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How long from the start of a publish until its one callback is received, beside a bare POST at the same rate.
/// </summary>
internal sealed record LatencyMode(MeasuredServer Server, int Rate, int Seconds, int WarmUpSeconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int WarmUp => Rate * WarmUpSeconds;

    private int Events => Rate * Seconds;

    public static Command Build()
    {
        var command = new Command("latency", "Publishes one event for one webhook at a time, at an even rate.");
        var options = new ModeOptions(command);
        var rate = ModeOptions.Number(command, "--rate", 200, "Events a second.");
        var seconds = ModeOptions.Number(command, "--seconds", 30, "Seconds that are measured.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 10, "Seconds before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new LatencyMode(
                server,
                parsed.GetValue(rate),
                parsed.GetValue(seconds),
                parsed.GetValue(warmUp)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        var bare = await BareAsync(sink, cancellationToken);
        Report.Progress($"bare POST: p50 {bare.Milliseconds(50):N2} ms, p99 {bare.Milliseconds(99):N2} ms");

        var workload = new Workload(1, 1);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        await server.Api.RegisterAsync(workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);
        var accepted = new Latencies();
        var cpuBefore = TimeSpan.Zero;
        var received = await TimeAsync(
            sink,
            async number =>
            {
                if (number == WarmUp)
                {
                    cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
                }

                var start = Stopwatch.GetTimestamp();
                await server.Api.PublishAsync(EventBatch.WriteOne(workload, number), tries: 20, cancellationToken);
                if (number >= WarmUp)
                {
                    accepted.Add(start, Stopwatch.GetTimestamp());
                }
            },
            cancellationToken);
        var cpu = ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
        var counts = await sink.CountsAsync();
        return new Figures
        {
            { "mode", "latency" },
            { "store", Server.Store },
            { "fanout", 1L },
            { "ratePerSecond", (long)Rate },
            { "p50Ms", received.Milliseconds(50) },
            { "p95Ms", received.Milliseconds(95) },
            { "p99Ms", received.Milliseconds(99) },
            { "maxMs", received.Milliseconds(100) },
            { "acceptedP50Ms", accepted.Milliseconds(50) },
            { "acceptedP99Ms", accepted.Milliseconds(99) },
            { "bareP50Ms", bare.Milliseconds(50) },
            { "bareP99Ms", bare.Milliseconds(99) },
            { "cpuMicrosecondsPerDelivery", cpu.TotalMicroseconds / Events },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", WarmUp + Events - counts.Distinct },
            { "duplicates", counts.Duplicates },
        };
    }

    private async Task<Latencies> BareAsync(SinkProcess sink, CancellationToken cancellationToken)
    {
        using var client = new BareClient(sink.BaseUrl);
        return await TimeAsync(sink, number => client.PostAsync(number, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Starts the sending of each event at its time; returns the times to receipt, without those of the warm-up.
    /// </summary>
    private async Task<Latencies> TimeAsync(SinkProcess sink, Func<int, Task> send, CancellationToken cancellationToken)
    {
        var starts = new long[WarmUp + Events];
        await sink.ExpectAsync(starts.Length, new Workload(1, 1));
        await Pace.RunAsync(
            Rate,
            starts.Length,
            number =>
            {
                starts[number] = Stopwatch.GetTimestamp();
                return send(number);
            },
            cancellationToken);
        await sink.WaitForAsync(starts.Length, Patience, cancellationToken);
        var latencies = new Latencies();
        var receipts = await sink.ReceiptsAsync();
        for (var number = WarmUp; number < starts.Length; number++)
        {
            if (receipts[number] != 0)
            {
                latencies.Add(starts[number], receipts[number]);
            }
        }

        return latencies;
    }
}
