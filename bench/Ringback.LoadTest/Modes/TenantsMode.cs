using System.CommandLine;
using Ringback.LoadTest.Flooding;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How much one org that floods delays another's callbacks: two servers at the same time, one of them flooded, and an even
/// trickle of events of the quiet org on both. What the flood takes from the machine meets both servers.
/// </summary>
internal sealed record TenantsMode(
    MeasuredServer Server, TenantsMode.Flood Kind, int Hanging, int Receivers, int HangRate, int Rate, int Seconds)
{
    private const int Fast = 10;
    private const int WarmUpRate = 100;
    private const int WarmUpEvents = 1000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>What the flooding org does.</summary>
    internal enum Flood
    {
        /// <summary>Publishes as fast as it is accepted, to endpoints that answer and to those that hang.</summary>
        Both,

        /// <summary>Publishes as fast as it is accepted, to endpoints that answer.</summary>
        Publish,

        /// <summary>Publishes at an even rate to endpoints that hang.</summary>
        Hang,
    }

    public static Command Build()
    {
        var command = new Command("tenants", "Lets one org flood the server; watches another one's callbacks.");
        var options = new ModeOptions(command);
        var flood = new Option<Flood>("--flood") { Description = "both, publish (endpoints answer) or hang (at --hang-rate)." };
        command.Options.Add(flood);
        var hanging = ModeOptions.Number(command, "--hanging", 10_000, "Webhooks of the flooding org that hang.");
        var receivers = ModeOptions.Number(command, "--receivers", 1, "Ports over which those are spread.");
        var hangRate = ModeOptions.Number(command, "--hang-rate", 1000, "Events a second to them with --flood hang.");
        var rate = ModeOptions.Number(command, "--rate", 10, "Events a second of the quiet org.");
        var seconds = ModeOptions.Number(command, "--seconds", 60, "Seconds without the flood, and then with it.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new TenantsMode(
                server,
                parsed.GetValue(flood),
                parsed.GetValue(hanging),
                parsed.GetValue(receivers),
                parsed.GetValue(hangRate),
                parsed.GetValue(rate),
                parsed.GetValue(seconds)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var flooded = await StartAsync(cancellationToken);
        await using var other = await StartAsync(cancellationToken);
        Report.Progress($"{Hanging:N0} webhooks registered on each server");
        foreach (var server in new[] { flooded, other })
        {
            await Pace.RunAsync(
                WarmUpRate, WarmUpEvents, _ => server.Quiet.PublishAsync(new Latencies(), cancellationToken), cancellationToken);
        }

        var idle = await PublishAsync(flooded, other, cancellationToken);
        var from = flooded.Quiet.Published;
        var cpuBefore = ProcessFigures.CpuTime(flooded.Server.ProcessId);
        using var flood = await FloodProcess.StartAsync(Plan(flooded.Server));
        var accepted = await PublishAsync(flooded, other, cancellationToken);
        var cpu = ProcessFigures.CpuTime(flooded.Server.ProcessId) - cpuBefore;
        var flooding = await flood.StopAsync(cancellationToken);
        Report.Progress($"the flood was {flooding:N0} events/s");
        var duplicates = await Task.WhenAll(
            flooded.Quiet.WaitAsync(LongestWait, cancellationToken), other.Quiet.WaitAsync(LongestWait, cancellationToken));

        var (with, late) = await flooded.Quiet.ReceivedAsync(from..);
        var (without, lateWithout) = await other.Quiet.ReceivedAsync(from..);
        var (before, lost) = await flooded.Quiet.ReceivedAsync(WarmUpEvents..from);
        var (otherBefore, _) = await other.Quiet.ReceivedAsync(WarmUpEvents..from);
        return new Figures
        {
            { "mode", "tenants" },
            { "store", Server.Store },
            { "flood", Kind.ToString() },
            { "hanging", (long)Hanging },
            { "receivers", (long)Receivers },
            { "ratePerSecond", (long)Rate },
            { "floodEventsPerSecond", flooding },
            { "p50Ms", with.Milliseconds(50) },
            { "p99Ms", with.Milliseconds(99) },
            { "maxMs", with.Milliseconds(100) },
            { "p50WithoutMs", without.Milliseconds(50) },
            { "p99WithoutMs", without.Milliseconds(99) },
            { "ratio", with.Milliseconds(99) / without.Milliseconds(99) },
            { "p50IdleMs", before.Milliseconds(50) },
            { "p99IdleMs", before.Milliseconds(99) },
            { "ratioToIdle", with.Milliseconds(99) / before.Milliseconds(99) },
            { "ratioOfChance", before.Milliseconds(99) / otherBefore.Milliseconds(99) },
            { "acceptedP50Ms", accepted.Flooded.Milliseconds(50) },
            { "acceptedP99Ms", accepted.Flooded.Milliseconds(99) },
            { "acceptedP99WithoutMs", accepted.Other.Milliseconds(99) },
            { "acceptedP99IdleMs", idle.Flooded.Milliseconds(99) },
            { "acceptedRatio", accepted.Flooded.Milliseconds(99) / accepted.Other.Milliseconds(99) },
            { "serverCores", cpu.TotalSeconds / Seconds },
            { "rssMiB", ProcessFigures.PeakMemory(flooded.Server.ProcessId) },
            { "late", late },
            { "lost", lost + lateWithout },
            { "duplicates", duplicates.Sum() },
        };
    }

    private Task<SharedServer> StartAsync(CancellationToken cancellationToken)
        => SharedServer.StartAsync(
            Server, Fast, Hanging, Receivers, WarmUpEvents + (2 * Rate * Seconds), cancellationToken);

    private FloodPlan Plan(ServerProcess server) => Kind switch
    {
        Flood.Publish => new(server.BaseUrl, server.Api.Tokens.Publisher, Fast, Hanging, 4, 0, null),
        Flood.Hang => new(server.BaseUrl, server.Api.Tokens.Publisher, Fast, Hanging, 0, 1, HangRate),
        _ => new(server.BaseUrl, server.Api.Tokens.Publisher, Fast, Hanging, 2, 2, null),
    };

    /// <summary>Publishes to one server and to the other, half a beat apart, for as long as one phase.</summary>
    private async Task<(Latencies Flooded, Latencies Other)> PublishAsync(
        SharedServer flooded, SharedServer other, CancellationToken cancellationToken)
    {
        var (ofFlooded, ofOther) = (new Latencies(), new Latencies());
        await Pace.RunAsync(
            2 * Rate,
            2 * Rate * Seconds,
            number => number % 2 == 0
                ? flooded.Quiet.PublishAsync(ofFlooded, cancellationToken)
                : other.Quiet.PublishAsync(ofOther, cancellationToken),
            cancellationToken);
        return (ofFlooded, ofOther);
    }
}
