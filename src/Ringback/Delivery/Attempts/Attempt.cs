using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Schedule;

namespace Ringback.Delivery.Attempts;

/// <summary>A delivery that has a slot, with what it needs to be sent.</summary>
internal sealed record Attempt(
    DeliveryScheduler Scheduler, Lane Lane, DueDelivery Delivery, CallbackTarget Target, bool IsRetry);
