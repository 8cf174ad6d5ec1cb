using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;

namespace Ringback.Delivery.Attempts;

/// <summary>An attempt to be logged together with what it means for its delivery.</summary>
/// <param name="Delivery">The delivery, with the due date that its row has now.</param>
/// <param name="Attempt">The row of the attempt log.</param>
/// <param name="Verdict">What becomes of the delivery.</param>
/// <param name="NextDue">When the next attempt is due; only with <see cref="DeliveryVerdict.Retrying"/>.</param>
internal sealed record OutcomeCommit(
    DueDelivery Delivery, AttemptRecord Attempt, DeliveryVerdict Verdict, DateTimeOffset? NextDue)
{
    /// <summary>The webhook's health after it, when that changed; kept in the same transaction.</summary>
    public HealthRecord? Health { get; init; }

    /// <summary>About how many bytes it keeps in memory until it is committed.</summary>
    public long Size => 512 + (Attempt.ResponseBody?.Length ?? 0)
        + (sizeof(char) * ((long)(Attempt.ResponseHeaders?.Length ?? 0) + (Attempt.Error?.Length ?? 0)));

    /// <summary>At which attempt the delivery's ladder begins after it.</summary>
    public int LadderFrom => Delivery.LadderFrom + (IsNoRung ? 1 : 0);

    /// <summary>Whether the receiver asked never to be called again (410).</summary>
    public bool HasAnsweredGone { get; init; }

    /// <summary>Whether it failed for a reason of this server's own, so that it says nothing about the receiver.</summary>
    public bool IsOwnFailure { get; init; }

    /// <summary>Whether it is no rung of the delivery's ladder: it failed for our own reasons, soon after the publish.</summary>
    public bool IsNoRung { get; init; }

    /// <summary>Whether the receiver kept the attempt for its whole time, or its name servers did for a long one.</summary>
    public bool HasTimedOut { get; init; }
}
