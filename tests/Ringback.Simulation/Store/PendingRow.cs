using Ringback.Events;

namespace Ringback.Simulation.Store;

/// <summary>A row of the pending deliveries; in their order by due date, and by id where that is the same.</summary>
internal sealed record PendingRow(Guid WebhookId, Guid DeliveryId, WebhookEvent Event, DateTimeOffset Due, int Attempts, long Position)
    : IComparable<PendingRow>
{
    /// <summary>At which attempt its ladder begins.</summary>
    public int LadderFrom { get; init; } = 1;

    /// <inheritdoc/>
    public int CompareTo(PendingRow? other) =>
        other is null ? 1 : (Due, DeliveryId).CompareTo((other.Due, other.DeliveryId));
}
