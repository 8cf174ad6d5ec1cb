namespace Ringback.Delivery.Log;

/// <summary>A delivery and its attempts.</summary>
internal sealed record LoggedDelivery
{
    /// <summary>The delivery: its place among those of its webhook too, since ids ascend with the publishes.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The event that is delivered.</summary>
    public required Guid EventId { get; init; }

    /// <summary>
    /// When the next attempt is due; null when there will be none: then the last attempt says how it ended, and one that was
    /// to be followed by another says that the delivery was dropped, with its webhook or because it was held for too long.
    /// </summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The attempts that are kept, in their order; none while it waits for the first.</summary>
    public required IReadOnlyList<LoggedAttempt> Attempts { get; init; }
}
