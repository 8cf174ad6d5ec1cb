using Ringback.Events;

namespace Ringback.Simulation.Store;

/// <summary>A row of the pending deliveries.</summary>
internal sealed record PendingRow(Guid WebhookId, Guid DeliveryId, WebhookEvent Event, DateTimeOffset Due, int Attempts, long Order)
    : IComparable<PendingRow>
{
    /// <inheritdoc/>
    public int CompareTo(PendingRow? other) =>
        other is null ? 1 : (Due, Order).CompareTo((other.Due, other.Order));
}
