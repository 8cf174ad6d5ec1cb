using System.Diagnostics;
using Ringback.LoadTest.Sink;

namespace Ringback.LoadTest.Load;

/// <summary>How fast the bare client is on this machine at this moment, and what it costs.</summary>
internal sealed record Ceiling(
    double PerSecond, double ClientMicroseconds, double SinkMicroseconds, long Lost, int BodyBytes)
{
    private const int InFlight = 64;

    public static async Task<Ceiling> MeasureAsync(
        SinkProcess sink, int requests, int warmUp, CancellationToken cancellationToken)
    {
        using var client = new BareClient(sink.BaseUrl);
        await sink.ExpectAsync(warmUp + requests, new Workload(1, 1));
        await PostAllAsync(client, 0, warmUp, cancellationToken);

        var sinkBefore = ProcessFigures.CpuTime(sink.ProcessId);
        var clientBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await PostAllAsync(client, warmUp, requests, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var clientTime = Environment.CpuUsage.TotalTime - clientBefore;
        var sinkTime = ProcessFigures.CpuTime(sink.ProcessId) - sinkBefore;

        var counts = await sink.CountsAsync();
        return new Ceiling(
            requests / elapsed.TotalSeconds,
            clientTime.TotalMicroseconds / requests,
            sinkTime.TotalMicroseconds / requests,
            warmUp + requests - counts.Distinct,
            client.BodyLength);
    }

    private static Task PostAllAsync(BareClient client, int first, int count, CancellationToken cancellationToken)
    {
        var next = first - 1;
        return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(PostAsync, cancellationToken)));

        async Task PostAsync()
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < first + count)
            {
                await client.PostAsync(number, cancellationToken);
            }
        }
    }
}
