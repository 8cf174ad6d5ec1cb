using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>How fast a list of webhooks comes while many webhooks are inactive and hold deliveries, which the sweep reads.</summary>
internal sealed record ListsMode(MeasuredServer Server, int Held, int Rate, int Seconds)
{
    private const string SweepOften = "Ringback__Delivery__SweepInterval=00:00:01";
    private const int WarmUpLists = 500;

    public static Command Build()
    {
        var command = new Command("lists", "Lists webhooks while many of them hold deliveries.");
        var options = new ModeOptions(command);
        var held = ModeOptions.Number(command, "--held", 300_000, "Inactive webhooks, each of which holds a delivery.");
        var rate = ModeOptions.Number(command, "--rate", 50, "Lists a second.");
        var seconds = ModeOptions.Number(command, "--seconds", 30, "Seconds that are measured.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new ListsMode(
                server,
                parsed.GetValue(held),
                parsed.GetValue(rate),
                parsed.GetValue(seconds)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken, SweepOften);
        var workload = new Workload(Held, 1);
        var start = Stopwatch.GetTimestamp();
        await server.Api.RegisterAsync(
            workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken, inactive: true);
        Report.Progress($"{Held:N0} webhooks registered in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        await sink.ExpectAsync(Held, workload);
        var publishers = new Publishers(server.Api, workload) { BatchSize = 1000 };
        await publishers.PublishAsync(0, Held, cancellationToken);

        // Started again, so that it holds them as a server does that has read them, not as one that has just been told.
        await server.StopAsync(cancellationToken);
        start = Stopwatch.GetTimestamp();
        server.StartAgain();
        await server.WaitUntilReadyAsync(cancellationToken);
        var ready = Stopwatch.GetElapsedTime(start);
        await ListAsync(server, WarmUpLists, cancellationToken);
        var cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
        start = Stopwatch.GetTimestamp();
        var lists = await ListAsync(server, Rate * Seconds, cancellationToken);
        var cpu = ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
        return new Figures
        {
            { "mode", "lists" },
            { "store", Server.Store },
            { "held", publishers.Matched },
            { "ratePerSecond", (long)Rate },
            { "readySeconds", ready.TotalSeconds },
            { "p50Ms", lists.Milliseconds(50) },
            { "p99Ms", lists.Milliseconds(99) },
            { "maxMs", lists.Milliseconds(100) },
            { "serverCores", cpu.TotalSeconds / Stopwatch.GetElapsedTime(start).TotalSeconds },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "strays", (await sink.CountsAsync()).Requests },
        };
    }

    private async Task<Latencies> ListAsync(ServerProcess server, int count, CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        await Pace.RunAsync(
            Rate,
            count,
            async _ =>
            {
                var start = Stopwatch.GetTimestamp();
                if (await server.Api.ListAsync(cancellationToken) == 0)
                {
                    throw new LoadTestException("The list of webhooks is empty.");
                }

                latencies.Add(start, Stopwatch.GetTimestamp());
            },
            cancellationToken);
        return latencies;
    }
}
