namespace Ringback.Delivery.Telemetry;

/// <summary>How many deliveries were not over when they were last counted.</summary>
/// <param name="Pending">Those that wait for an attempt.</param>
/// <param name="Held">Those of inactive webhooks.</param>
/// <param name="TakenAt">When the count ended, as a timestamp of the clock.</param>
internal sealed record PendingCount(long Pending, long Held, long TakenAt);
