namespace Ringback.Delivery.Schedule;

/// <summary>A webhook that has pending rows, and when the earliest of them is due.</summary>
internal readonly record struct LaneBacklog(Guid WebhookId, DateTimeOffset EarliestDue);
