using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>How many deliveries a second a server makes, from publish to receipt, as a share of the ceiling.</summary>
internal sealed record ThroughputMode(MeasuredServer Server, int Deliveries, int WarmUp, int Fanout, int Webhooks, int Callers)
{
    private const int CeilingRequests = 100_000;
    private const int CeilingWarmUp = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var command = new Command("throughput", "Publishes as fast as accepted, until the last delivery is received.");
        var options = new ModeOptions(command);
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var webhooks = ModeOptions.Number(command, "--webhooks", 10, "Webhooks in all, in rooms of the fan-out.");
        var deliveries = ModeOptions.Number(command, "--deliveries", 200_000, "Deliveries that are measured.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 200_000, "Deliveries before those.");
        var callers = ModeOptions.Number(command, "--publishers", 4, "Publishers at the same time.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new ThroughputMode(
                server,
                parsed.GetValue(deliveries),
                parsed.GetValue(warmUp),
                parsed.GetValue(fanout),
                parsed.GetValue(webhooks),
                parsed.GetValue(callers)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var workload = new Workload(Webhooks, Fanout);
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        var before = await Ceiling.MeasureAsync(sink, CeilingRequests, CeilingWarmUp, cancellationToken);
        Report.Progress($"ceiling before: {before.PerSecond:N0}/s at {before.ClientMicroseconds:N1} µs");
        var delivered = await DeliverAsync(sink, workload, cancellationToken);
        Report.Progress($"delivered: {delivered.PerSecond:N0}/s at {delivered.CpuMicroseconds:N1} µs");
        var after = await Ceiling.MeasureAsync(sink, CeilingRequests, CeilingWarmUp, cancellationToken);
        Report.Progress($"ceiling after: {after.PerSecond:N0}/s at {after.ClientMicroseconds:N1} µs");
        var ceiling = (before.PerSecond + after.PerSecond) / 2;
        return new Figures
        {
            { "mode", "throughput" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "webhooks", (long)Webhooks },
            { "deliveriesPerSecond", delivered.PerSecond },
            { "ceilingPerSecond", ceiling },
            { "ratio", delivered.PerSecond / ceiling },
            { "cpuMicrosecondsPerDelivery", delivered.CpuMicroseconds },
            { "databaseCpuMicrosecondsPerDelivery", delivered.DatabaseMicroseconds },
            { "ceilingCpuMicroseconds", (before.ClientMicroseconds + after.ClientMicroseconds) / 2 },
            { "rssMiB", delivered.Memory },
            { "bodyBytes", delivered.BodyBytes },
            { "lost", delivered.Lost },
            { "duplicates", delivered.Counts.Duplicates },
            { "strays", delivered.Counts.Strays },
        };
    }

    private async Task<Delivered> DeliverAsync(
        SinkProcess sink, Workload workload, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        await server.Api.RegisterAsync(workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);
        var warmUp = Math.Max(1, WarmUp / Fanout);
        var events = Math.Max(1, Deliveries / Fanout);
        await sink.ExpectAsync(warmUp + events, workload);
        var publishers = new Publishers(server.Api, workload) { Callers = Callers };
        await publishers.PublishAsync(0, warmUp, cancellationToken);
        await sink.WaitForAsync((long)warmUp * Fanout, Patience, cancellationToken);

        var cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
        var databaseBefore = server.DatabaseCpuTime;
        var start = Stopwatch.GetTimestamp();
        await publishers.PublishAsync(warmUp, events, cancellationToken);
        var published = Stopwatch.GetElapsedTime(start);
        var counts = await sink.WaitForAsync((long)(warmUp + events) * Fanout, Patience, cancellationToken);
        var cpu = ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
        var database = server.DatabaseCpuTime - databaseBefore;
        Report.Progress($"published {events:N0} events in {published.TotalSeconds:N1} s");
        var promised = (long)(warmUp + events) * Fanout;
        return new Delivered(
            (double)events * Fanout / Stopwatch.GetElapsedTime(start, counts.LastReceipt).TotalSeconds,
            cpu.TotalMicroseconds / ((double)events * Fanout),
            database.TotalMicroseconds / ((double)events * Fanout),
            ProcessFigures.PeakMemory(server.ProcessId),
            counts.BodyBytes / Math.Max(1, counts.Requests),
            promised - counts.Distinct,
            counts);
    }

    private sealed record Delivered(
        double PerSecond, double CpuMicroseconds, double DatabaseMicroseconds, double Memory, long BodyBytes, long Lost,
        SinkCounts Counts);
}
