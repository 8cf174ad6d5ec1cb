namespace Ringback.Delivery.Schedule;

/// <summary>Pending deliveries of one webhook, earliest first.</summary>
/// <param name="Deliveries">Those that are due.</param>
/// <param name="NextDue">When the earliest one beyond the page is due; null when there is none.</param>
internal sealed record LanePage(IReadOnlyList<DueDelivery> Deliveries, DateTimeOffset? NextDue);
