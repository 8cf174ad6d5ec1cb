using System.CommandLine;
using System.Diagnostics;
using Ringback.LoadTest.Load;
using Ringback.LoadTest.Reporting;
using Ringback.LoadTest.Server;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Modes;

/// <summary>
/// How fast many publishers are answered that send one event at a time over connections that are kept: events that match
/// nothing and events that match one webhook, in turns.
/// </summary>
internal sealed record PublishMode(MeasuredServer Server, int Publishers, int Seconds, int Rounds)
{
    private const int MostEvents = 5_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var command = new Command("publish", "Publishes single events from many publishers at once.");
        var options = new ModeOptions(command);
        var publishers = ModeOptions.Number(command, "--publishers", 64, "Publishers, each waiting for its answer.");
        var seconds = ModeOptions.Number(command, "--seconds", 5, "Seconds of one turn.");
        var rounds = ModeOptions.Number(command, "--rounds", 4, "Turns that each kind of event has, after one to warm up.");
        command.SetAction((parsed, cancellationToken) => ModeRunner.RunAsync(
            options,
            parsed,
            (server, stopping) => new PublishMode(
                server,
                parsed.GetValue(publishers),
                parsed.GetValue(seconds),
                parsed.GetValue(rounds)).MeasureAsync(stopping),
            cancellationToken));
        return command;
    }

    private async Task<Figures> MeasureAsync(CancellationToken cancellationToken)
    {
        var workload = new Workload(1, 1);
        using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var server = await ServerProcess.StartAsync(Server, cancellationToken);
        await server.Api.RegisterAsync(workload, _ => $"{sink.BaseUrl}/w/0", cancellationToken);
        await sink.ExpectAsync(MostEvents, workload);
        var one = new Kind(workload);
        var none = new Kind(new Workload(1, 1, firstRoom: 1), MostEvents);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var kind in round % 2 == 0 ? new[] { none, one } : [one, none])
            {
                await TakeTurnAsync(kind, sink, server, isMeasured: round > 0, cancellationToken);
            }
        }

        var counts = await sink.CountsAsync();
        return new Figures
        {
            { "mode", "publish" },
            { "store", Server.Store },
            { "publishers", (long)Publishers },
            { "noneP50Ms", none.Accepted.Milliseconds(50) },
            { "noneP99Ms", none.Accepted.Milliseconds(99) },
            { "noneEventsPerSecond", none.Accepted.Count / none.Took.TotalSeconds },
            { "noneCpuMicrosecondsPerEvent", none.Cpu.TotalMicroseconds / none.Accepted.Count },
            { "oneP50Ms", one.Accepted.Milliseconds(50) },
            { "oneP99Ms", one.Accepted.Milliseconds(99) },
            { "oneEventsPerSecond", one.Accepted.Count / one.Took.TotalSeconds },
            { "oneCpuMicrosecondsPerEvent", one.Cpu.TotalMicroseconds / one.Accepted.Count },
            { "rssMiB", ProcessFigures.PeakMemory(server.ProcessId) },
            { "lost", one.Matched - counts.Distinct },
            { "duplicates", counts.Duplicates },
        };
    }

    /// <summary>Publishes for a turn; the CPU time is up to the last receipt, so that no turn pays for the one before.</summary>
    private async Task TakeTurnAsync(
        Kind kind, SinkProcess sink, ServerProcess server, bool isMeasured, CancellationToken cancellationToken)
    {
        var cpuBefore = ProcessFigures.CpuTime(server.ProcessId);
        var start = Stopwatch.GetTimestamp();
        var accepted = isMeasured ? kind.Accepted : new Latencies();
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(PublishAsync, cancellationToken)));
        var took = Stopwatch.GetElapsedTime(start);
        await sink.WaitForAsync(kind.Matched, Patience, cancellationToken);
        if (isMeasured)
        {
            kind.Took += took;
            kind.Cpu += ProcessFigures.CpuTime(server.ProcessId) - cpuBefore;
        }

        async Task PublishAsync()
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
            {
                var body = EventBatch.WriteOne(kind.Workload, kind.TakeNumber());
                var begun = Stopwatch.GetTimestamp();
                var answer = await server.Api.PublishAsync(body, tries: 20, cancellationToken);
                accepted.Add(begun, Stopwatch.GetTimestamp());
                kind.Add(answer.Matched);
            }
        }
    }

    /// <summary>Events of one kind, and what was measured of them.</summary>
    private sealed class Kind(Workload workload, int first = 0)
    {
        private int _next = first - 1;
        private long _matched;

        public Workload Workload => workload;

        public Latencies Accepted { get; } = new();

        public TimeSpan Took { get; set; }

        public TimeSpan Cpu { get; set; }

        public long Matched => Interlocked.Read(ref _matched);

        public int TakeNumber() => Interlocked.Increment(ref _next);

        public void Add(int matched) => Interlocked.Add(ref _matched, matched);
    }
}
