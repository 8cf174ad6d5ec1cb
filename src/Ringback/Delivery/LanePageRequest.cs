namespace Ringback.Delivery;

/// <summary>Which pending deliveries to read.</summary>
/// <param name="WebhookId">The webhook.</param>
/// <param name="OrgId">The webhook's org, to which its events belong.</param>
/// <param name="DueUntil">Only what is due by then.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record LanePageRequest(Guid WebhookId, string OrgId, DateTimeOffset DueUntil, int Limit);
