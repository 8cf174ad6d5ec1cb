namespace Ringback.Delivery.Health;

/// <summary>A webhook's health as the store keeps it; see <see cref="WebhookHealth"/>.</summary>
/// <param name="WebhookId">The webhook whose health it is.</param>
/// <param name="Failures">When its last attempts failed, oldest first.</param>
/// <param name="DisabledAt">When it was last disabled.</param>
/// <param name="IsOnProbation">Whether its next failure disables it again.</param>
internal sealed record HealthRecord(
    Guid WebhookId, IReadOnlyList<DateTimeOffset> Failures, DateTimeOffset? DisabledAt, bool IsOnProbation)
{
    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsClean => Failures.Count == 0 && DisabledAt is null && !IsOnProbation && FailingSince is null;

    /// <summary>When the first attempt failed since one was last received; null when the last one was received.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many attempts have failed since then.</summary>
    public int FailedSince { get; init; }
}
