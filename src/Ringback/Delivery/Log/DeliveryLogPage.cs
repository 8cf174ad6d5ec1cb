namespace Ringback.Delivery.Log;

/// <summary>A page of a webhook's deliveries, newest first.</summary>
/// <param name="Items">The deliveries of this page, with their attempts.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
internal sealed record DeliveryLogPage(IReadOnlyList<LoggedDelivery> Items, Guid? Next);
