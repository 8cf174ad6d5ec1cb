using Ringback.Installation;

namespace Ringback.Delivery.Log;

/// <summary>Reads back deliveries: those that are over, and those that wait.</summary>
internal interface IDeliveryLog
{
    /// <summary>
    /// A page of a webhook's deliveries, those published last first, each with all attempts that are kept. The cost follows
    /// the page, not how much is kept, but for retries that are overdue: those among the first tries that wait are passed over.
    /// Ids of events that are published at the same time may be ahead of the clock by milliseconds: of deliveries that wait,
    /// some may then be missing from their page until they are tried. So may more while the clock is behind where it was.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<DeliveryLogPage> ReadNewestAsync(DeliveryLogQuery query, CancellationToken cancellationToken);
}
