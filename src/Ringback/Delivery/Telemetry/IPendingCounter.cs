namespace Ringback.Delivery.Telemetry;

/// <summary>Counts pending rows. The cost follows their number, so nothing on the way of a delivery calls it.</summary>
internal interface IPendingCounter
{
    /// <summary>The pending rows of each webhook of a shard that has any.</summary>
    Task<IReadOnlyList<(Guid WebhookId, long Count)>> CountPendingAsync(int shard, CancellationToken cancellationToken);
}
