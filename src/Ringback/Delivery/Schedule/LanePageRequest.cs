namespace Ringback.Delivery.Schedule;

/// <summary>Which pending deliveries to read.</summary>
/// <param name="WebhookId">The webhook whose deliveries are read.</param>
/// <param name="OrgId">The webhook's org, to which its events belong.</param>
/// <param name="DueUntil">Only deliveries that are due by then.</param>
/// <param name="Limit">The weight at which the page is full; the last delivery may go beyond it.</param>
internal sealed record LanePageRequest(Guid WebhookId, string OrgId, DateTimeOffset DueUntil, int Limit);
