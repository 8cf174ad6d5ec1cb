using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Schedule;

/// <summary>A delivery that has a slot, with what it needs to be sent and what it has to give back.</summary>
internal sealed record Attempt(
    Dispatcher Dispatcher, Lane Lane, DueDelivery Delivery, AttemptTarget Target, SlotKind Kind, Receiver Receiver)
{
    /// <summary>Whether the delivery was tried before.</summary>
    public bool IsRetry { get; } = Delivery.Attempts > 0;
}
