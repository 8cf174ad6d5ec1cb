using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How fast a publish is answered while a server that was just started reads the lanes of many webhooks, each of which
/// has deliveries that wait.
/// </summary>
internal sealed record LanesMode(MeasuredServer Server, int Lanes, int Depth, int Rate, int Seconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Command Build()
    {
        var command = new Command("lanes", "Publishes while a server that was just started reads many lanes.");
        var options = new ModeOptions(command);
        var lanes = ModeOptions.Number(command, "--lanes", 20_000, "Webhooks with deliveries that wait.");
        var depth = ModeOptions.Number(command, "--depth", 10, "Deliveries that wait for each of them.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second from the moment when the server is ready.");
        var seconds = ModeOptions.Number(command, "--seconds", 20, "How long, and how long again when the lanes are empty.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new LanesMode(
                server,
                parsed.GetValue(lanes),
                parsed.GetValue(depth),
                parsed.GetValue(rate),
                parsed.GetValue(seconds)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        // The events that are measured go to a webhook of their own, whose receiver has nothing else to do.
        var waiting = new Workload(Lanes, 1);
        var fresh = new Workload(1, 1, firstRoom: Lanes);
        var events = Lanes * Depth;
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        using var freshSink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        await server.Api.RegisterAsync(waiting, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);
        await server.Api.RegisterAsync(fresh, _ => $"{freshSink.BaseUrl}/w/0", cancellationToken);
        await sink.ExpectAsync(events, waiting);
        await freshSink.ExpectAsync(events + (2 * Rate * Seconds), fresh);

        await sink.SetRuleAsync("/w/", Behaviour.Hang);
        await new Publishers(server.Api, waiting) { BatchSize = 1000 }.PublishAsync(0, events, cancellationToken);
        await server.KillAsync();
        await sink.SetRuleAsync("/w/", Behaviour.Accept);
        Report.Progress($"{events:N0} deliveries wait for {Lanes:N0} webhooks");

        var start = Stopwatch.GetTimestamp();
        server.StartAgain();
        await server.WaitUntilReadyAsync(cancellationToken);
        var ready = Stopwatch.GetElapsedTime(start);
        var during = await PublishAsync(server, fresh, events, cancellationToken);
        var left = events - (await sink.CountsAsync()).Distinct;
        var counts = await sink.WaitForAsync(events, Patience, cancellationToken);
        Report.Progress($"all read after {Stopwatch.GetElapsedTime(start, counts.LastReceipt).TotalSeconds:N1} s");
        var after = await PublishAsync(server, fresh, events + (Rate * Seconds), cancellationToken);
        var freshCounts = await freshSink.WaitForAsync(2L * Rate * Seconds, Patience, cancellationToken);
        return new Figures
        {
            { "mode", "lanes" },
            { "store", Server.Store },
            { "lanes", (long)Lanes },
            { "depth", (long)Depth },
            { "ratePerSecond", (long)Rate },
            { "readySeconds", ready.TotalSeconds },
            { "publishP50Ms", during.Milliseconds(50) },
            { "publishP99Ms", during.Milliseconds(99) },
            { "publishMaxMs", during.Milliseconds(100) },
            { "afterP50Ms", after.Milliseconds(50) },
            { "afterP99Ms", after.Milliseconds(99) },
            { "stillWaiting", left },
            { "emptyAfterSeconds", Stopwatch.GetElapsedTime(start, counts.LastReceipt).TotalSeconds },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", events - counts.Distinct + (2L * Rate * Seconds) - freshCounts.Distinct },
            { "duplicates", counts.Duplicates + freshCounts.Duplicates },
        };
    }

    private async Task<Latencies> PublishAsync(
        ServerProcess server, Workload workload, int first, CancellationToken cancellationToken)
    {
        var accepted = new Latencies();
        await Pace.RunAsync(
            Rate,
            Rate * Seconds,
            async number =>
            {
                var body = EventBatch.WriteOne(workload, first + number);
                var start = Stopwatch.GetTimestamp();
                await server.Api.PublishAsync(body, tries: 20, cancellationToken);
                accepted.Add(start, Stopwatch.GetTimestamp());
            },
            cancellationToken);
        return accepted;
    }
}
