using System.Diagnostics;
using Ringback.LoadTest.Server;

namespace Ringback.LoadTest.Load;

/// <summary>Publishes consecutive events in batches from several callers at once.</summary>
internal sealed class Publishers(ServerApi server, Workload workload)
{
    private const int TriesUnlessKilled = 20;
    private long _matched;
    private long _retries;

    /// <summary>Callers that publish at the same time.</summary>
    public int Callers { get; init; } = 4;

    /// <summary>Events in one request.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Most events a second, over all callers; null is as fast as they are accepted.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>Tries of one request before the measurement is given up.</summary>
    public int Tries { get; init; } = TriesUnlessKilled;

    /// <summary>
    /// When cancelled, no further batch is begun; those that are begun go on until they are accepted.
    /// </summary>
    public CancellationToken Enough { get; init; }

    /// <summary>Deliveries that the server has promised.</summary>
    public long Matched => _matched;

    /// <summary>Requests that had to be sent again.</summary>
    public long Retries => _retries;

    /// <summary>Publishes so many events, or fewer when it is enough; returns how many were accepted.</summary>
    public async Task<int> PublishAsync(int first, int count, CancellationToken cancellationToken)
    {
        var next = first;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(PublishBatchesAsync, cancellationToken)));
        return Math.Min(next - first, count);

        async Task PublishBatchesAsync()
        {
            while (!Enough.IsCancellationRequested && next < first + count)
            {
                var from = Interlocked.Add(ref next, BatchSize) - BatchSize;
                var size = Math.Min(BatchSize, first + count - from);
                if (size <= 0)
                {
                    return;
                }

                await WaitForTurnAsync(start, from - first, cancellationToken);
                var batch = EventBatch.Write(workload, from, size);
                var answer = await server.PublishAsync(batch, Tries, cancellationToken);
                Interlocked.Add(ref _matched, answer.Matched);
                Interlocked.Add(ref _retries, answer.Tries - 1);
            }
        }
    }

    private async Task WaitForTurnAsync(long start, int done, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromSeconds(done / EventsPerSecond ?? 0) - Stopwatch.GetElapsedTime(start);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellationToken);
        }
    }
}
