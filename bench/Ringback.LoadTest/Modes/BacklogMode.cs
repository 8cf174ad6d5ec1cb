using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// What a million deliveries cost while their receiver is down, and how fast they go out when it is back.
/// </summary>
internal sealed record BacklogMode(
    MeasuredServer Server, int Deliveries, int Webhooks, int Fanout, BacklogMode.Outage Down, TimeSpan Settle)
{
    private const int WarmUpDeliveries = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>How the receiver is down.</summary>
    internal enum Outage
    {
        /// <summary>It takes requests and never answers: deliveries stay pending, since few attempts fail.</summary>
        Hang,

        /// <summary>It refuses connections: the server gives the webhooks up and holds their deliveries.</summary>
        Refuse,
    }

    public static Command Build()
    {
        var command = new Command("backlog", "Fills the server while the receiver is down; then lets it drain.");
        var options = new ModeOptions(command);
        var deliveries = ModeOptions.Number(command, "--deliveries", 1_000_000, "Deliveries that wait.");
        var webhooks = ModeOptions.Number(command, "--webhooks", 100, "Webhooks in all.");
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var settle = ModeOptions.Number(command, "--settle", 300, "Seconds of silence after which the rest is lost.");
        var down = new Option<Outage>("--down") { Description = "hang (deliveries are pending) or refuse (held)." };
        command.Options.Add(down);
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new BacklogMode(
                server,
                parsed.GetValue(deliveries),
                parsed.GetValue(webhooks),
                parsed.GetValue(fanout),
                parsed.GetValue(down),
                TimeSpan.FromSeconds(parsed.GetValue(settle))).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        var workload = new Workload(Webhooks, Fanout);
        var ids = await server.Api.RegisterAsync(workload, webhook => Target(sink, webhook), cancellationToken);
        var publishers = new Publishers(server.Api, workload) { BatchSize = 1000 };
        var warmUp = Math.Min(WarmUpDeliveries, Deliveries) / Fanout;
        var events = Deliveries / Fanout;
        var promised = (long)events * Fanout;
        await sink.ExpectAsync(warmUp, workload);
        await publishers.PublishAsync(0, warmUp, cancellationToken);
        await sink.WaitForAsync((long)warmUp * Fanout, Patience, cancellationToken);

        await sink.ExpectAsync(warmUp + events, workload);
        await GoDownAsync(sink);
        var start = Stopwatch.GetTimestamp();
        await publishers.PublishAsync(warmUp, events, cancellationToken);
        var published = Stopwatch.GetElapsedTime(start);
        var waiting = promised - (await sink.CountsAsync()).Distinct;
        var peakWhileWaiting = ProcessFigures.PeakMemory(server.ProcessId);
        var resident = ProcessFigures.ResidentMemory(server.ProcessId);
        Report.Progress($"{waiting:N0} waiting after {published.TotalSeconds:N1} s: peak {peakWhileWaiting:N0} MiB");

        var cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
        var up = Stopwatch.GetTimestamp();
        await ComeBackAsync(sink, server, ids, cancellationToken);
        var most = await sink.WaitForAsync(promised * 99 / 100, Patience, cancellationToken);
        var drained = most.Distinct / Stopwatch.GetElapsedTime(up, most.LastReceipt).TotalSeconds;
        var cpu = ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
        Report.Progress($"99 % drained at {drained:N0}/s; waiting for {promised - most.Distinct:N0} more");
        var all = await sink.WaitForAsync(promised, Settle, cancellationToken);
        return new Figures
        {
            { "mode", "backlog" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "webhooks", (long)Webhooks },
            { "waiting", waiting },
            { "publishedPerSecond", promised / published.TotalSeconds },
            { "rssMiB", peakWhileWaiting },
            { "residentMiB", resident },
            { "drainPerSecond", drained },
            { "cpuMicrosecondsPerDelivery", cpu.TotalMicroseconds / Math.Max(1, most.Distinct) },
            { "lastAfterSeconds", Stopwatch.GetElapsedTime(up, all.LastReceipt).TotalSeconds },
            { "peakRssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", promised - all.Distinct },
            { "duplicates", all.Duplicates },
        };
    }

    private static string Target(SinkProcess sink, int webhook) => $"{sink.BaseUrl}/w/{webhook}";

    private Task GoDownAsync(SinkProcess sink)
        => Down == Outage.Hang ? sink.SetRuleAsync("/w/", Behaviour.Hang) : sink.RefuseAsync();

    private async Task ComeBackAsync(
        SinkProcess sink, ServerProcess server, string[] ids, CancellationToken cancellationToken)
    {
        if (Down == Outage.Hang)
        {
            await sink.SetRuleAsync("/w/", Behaviour.Accept);
            return;
        }

        await sink.ListenAsync();
        for (var webhook = 0; webhook < ids.Length; webhook++)
        {
            await server.Api.ActivateAsync(ids[webhook], $"load {webhook}", Target(sink, webhook), cancellationToken);
        }
    }
}
