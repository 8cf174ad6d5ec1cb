using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>Whether a publish stays as fast, and the server as small, when many more webhooks are registered.</summary>
internal sealed record ScaleMode(MeasuredServer Server, int[] Sizes, int Fanout, int Rate, int Seconds, int WarmUpSeconds)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int WarmUp => Rate * WarmUpSeconds;

    private int Events => Rate * Seconds;

    public static Command Build()
    {
        var command = new Command("scale", "Publishes to servers with more and more registered webhooks.");
        var options = new ModeOptions(command);
        var sizes = new Option<int[]>("--sizes")
        {
            Description = "Numbers of webhooks, with commas between them.",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(Size)],
            DefaultValueFactory = _ => [1_000, 10_000, 100_000, 1_000_000],
        };
        command.Options.Add(sizes);
        var fanout = ModeOptions.Number(command, "--fanout", 10, "Webhooks that each event matches.");
        var rate = ModeOptions.Number(command, "--rate", 100, "Events a second.");
        var seconds = ModeOptions.Number(command, "--seconds", 20, "Seconds that are measured for each size.");
        var warmUp = ModeOptions.Number(command, "--warm-up", 10, "Seconds before those.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options.Runs(parsed),
            options.Json(parsed),
            stopping => new ScaleMode(
                options.Server(parsed),
                parsed.GetValue(sizes)!,
                parsed.GetValue(fanout),
                parsed.GetValue(rate),
                parsed.GetValue(seconds),
                parsed.GetValue(warmUp)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private static int Size(string text)
        => int.TryParse(text, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new LoadTestException($"'{text}' is not a number of webhooks.");

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var measured = new List<Measured>();
        foreach (var size in Sizes)
        {
            measured.Add(await MeasureAsync(size, cancellationToken));
            Report.Progress(Report.ToJson(ToFigures(measured[^1])));
        }

        return new Figures
        {
            { "mode", "scale" },
            { "store", Server.Store },
            { "fanout", (long)Fanout },
            { "ratePerSecond", (long)Rate },
            { "publishP50Ratio", measured[^1].Publish.Milliseconds(50) / measured[0].Publish.Milliseconds(50) },
            { "rssMiB", measured[^1].Memory },
            { "startUpSeconds", measured[^1].StartUp.TotalSeconds },
            { "sizes", measured.Select(ToFigures).ToList() },
        };
    }

    private async Task<Measured> MeasureAsync(int size, CancellationToken cancellationToken)
    {
        var workload = new Workload(size, Fanout);
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await server.Api.RegisterAsync(workload, webhook => $"{sink.BaseUrl}/w/{webhook}", cancellationToken);
        var registered = Stopwatch.GetElapsedTime(start);
        Report.Progress($"{size:N0} webhooks registered in {registered.TotalSeconds:N1} s");

        // Started again, so that neither memory nor start-up time is that of the registering.
        await server.StopAsync(cancellationToken);
        start = Stopwatch.GetTimestamp();
        server.StartAgain();
        await server.WaitUntilReadyAsync(cancellationToken);
        var startUp = Stopwatch.GetElapsedTime(start);

        await sink.ExpectAsync(WarmUp + Events, workload);
        await PublishAsync(server, workload, 0, WarmUp, cancellationToken);
        var (publish, matched) = await PublishAsync(server, workload, WarmUp, Events, cancellationToken);
        var promised = (long)(WarmUp + Events) * Fanout;
        var counts = await sink.WaitForAsync(promised, Patience, cancellationToken);
        return new Measured(
            size,
            registered,
            startUp,
            publish,
            (double)matched / Events,
            ProcessFigures.PeakMemory(server.ProcessId),
            promised - counts.Distinct,
            counts.Duplicates);
    }

    private async Task<(Latencies Publish, long Matched)> PublishAsync(
        ServerProcess server, Workload workload, int first, int count, CancellationToken cancellationToken)
    {
        var publish = new Latencies();
        var matched = 0L;
        await Pace.RunAsync(
            Rate,
            count,
            async number =>
            {
                var body = EventBatch.WriteOne(workload, first + number);
                var start = Stopwatch.GetTimestamp();
                var answer = await server.Api.PublishAsync(body, tries: 20, cancellationToken);
                publish.Add(start, Stopwatch.GetTimestamp());
                Interlocked.Add(ref matched, answer.Matched);
            },
            cancellationToken);
        return (publish, matched);
    }

    private static Figures ToFigures(Measured measured)
        => new()
        {
            { "webhooks", (long)measured.Webhooks },
            { "registerSeconds", measured.Registered.TotalSeconds },
            { "startUpSeconds", measured.StartUp.TotalSeconds },
            { "publishP50Ms", measured.Publish.Milliseconds(50) },
            { "publishP99Ms", measured.Publish.Milliseconds(99) },
            { "matchedPerEvent", measured.MatchedPerEvent },
            { "rssMiB", measured.Memory },
            { "lost", measured.Lost },
            { "duplicates", measured.Duplicates },
        };

    private sealed record Measured(
        int Webhooks,
        TimeSpan Registered,
        TimeSpan StartUp,
        Latencies Publish,
        double MatchedPerEvent,
        double Memory,
        long Lost,
        long Duplicates);
}
