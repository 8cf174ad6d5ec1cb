using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Where pending deliveries and attempts are kept. The store hands back what it did in the order in which it did it:
/// a page read sees every event handed over and every outcome recorded before it, and none after it.
/// </summary>
internal interface IDeliveryStore : IHealthStore
{
    /// <summary>
    /// Queues an outcome: the attempt's row is added, and the pending row is removed or re-dated, in one transaction.
    /// It is kept until it is committed, over failures of the store; <paramref name="recorded"/> is called then. When another
    /// process owns the delivery's shard nothing is written, and <paramref name="recorded"/> is called after the shard was refused:
    /// the other one attempts the delivery again.
    /// </summary>
    void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded);

    /// <summary>Reads a page of a lane; <paramref name="read"/> gets null when the store could not.</summary>
    void ReadLane(LanePageRequest request, Action<LanePage?> read);

    /// <summary>The webhooks of some shards with pending rows; the cost follows their number, not that of the rows.</summary>
    Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(ShardRange shards, CancellationToken cancellationToken);

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Commits nothing, durably: proves that the store can commit.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}
