using System.CommandLine;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How many signed callbacks a second a bare client can send on this machine: the most that any sender could reach.
/// </summary>
internal static class CeilingMode
{
    public static Command Build()
    {
        var command = new Command("ceiling", "Posts signed bodies from a bare client, 64 in flight, to the sink.");
        var options = new ModeOptions(command, needsServer: false);
        var requests = ModeOptions.Number(command, "--requests", 200_000, "Requests that are measured.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 50_000, "Requests before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options.Runs(parsed),
            options.Json(parsed),
            stopping => MeasureAsync(parsed.GetValue(requests), parsed.GetValue(warmUp), stopping),
            cancellationToken));
        return command;
    }

    private static async Task<Figures> MeasureAsync(int requests, int warmUp, CancellationToken cancellationToken)
    {
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        var ceiling = await Ceiling.MeasureAsync(sink, requests, warmUp, cancellationToken);
        return new Figures
        {
            { "mode", "ceiling" },
            { "ceilingPerSecond", ceiling.PerSecond },
            { "cpuMicrosecondsPerRequest", ceiling.ClientMicroseconds },
            { "sinkMicrosecondsPerRequest", ceiling.SinkMicroseconds },
            { "bodyBytes", (long)ceiling.BodyBytes },
            { "lost", ceiling.Lost },
        };
    }
}
