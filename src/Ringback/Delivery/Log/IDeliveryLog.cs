using Ringback.Installation;

namespace Ringback.Delivery.Log;

/// <summary>Reads back deliveries: those that are over, and those that wait.</summary>
internal interface IDeliveryLog
{
    /// <summary>
    /// A page of a webhook's deliveries with their attempts, the last published first. The cost follows the page, not how much is
    /// kept; only overdue retries among the waiting first tries are passed over one by one.
    /// A waiting delivery may be missing from its page while its event's id is ahead of the clock: by milliseconds after publishes
    /// at the same time, by more after the clock was set back. Nothing is lost by it: once it was tried, it is there.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<DeliveryLogPage> ReadNewestAsync(DeliveryLogQuery query, CancellationToken cancellationToken);
}
