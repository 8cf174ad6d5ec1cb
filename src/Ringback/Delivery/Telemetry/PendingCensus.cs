using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Delivery.Telemetry;

/// <summary>
/// Counts pending and held deliveries now and then, a shard at a time, so that a scrape never waits for it: the more there
/// is to count, the more seldom.
/// </summary>
internal sealed class PendingCensus(IPendingCounter store, WebhookIndex index, TimeProvider time)
{
    private const int Few = 10_000;
    private const int RestForEachUnitOfWork = 100;
    private TimeSpan _rest;

    /// <summary>The last whole count; null before the first.</summary>
    public PendingCount? Last { get; private set; }

    /// <summary>
    /// Counts, unless there was much to count a moment ago: then it takes no more than a hundredth of the time.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The last count stays.</exception>
    public async Task TakeIfDueAsync(CancellationToken cancellationToken)
    {
        if (Last is not null && time.GetElapsedTime(Last.TakenAt) < _rest)
        {
            return;
        }

        var started = time.GetTimestamp();
        long pending = 0, held = 0;
        for (var shard = 0; shard < Shards.Count; shard++)
        {
            foreach (var (webhookId, count) in await store.CountPendingAsync(shard, cancellationToken))
            {
                // Rows of a webhook that is gone are neither: the next sweep drops them.
                switch (index.Find(webhookId)?.Status)
                {
                    case WebhookStatus.Active:
                        pending += count;
                        break;
                    case WebhookStatus.Inactive:
                        held += count;
                        break;
                }
            }
        }

        var ended = time.GetTimestamp();
        _rest = pending + held <= Few
            ? TimeSpan.Zero
            : time.GetElapsedTime(started, ended) * RestForEachUnitOfWork;
        Last = new PendingCount(pending, held, ended);
    }
}
