using Ringback.Delivery;
using Ringback.Delivery.Attempts;

namespace Ringback.Simulation.Checks;

/// <summary>What an outcome has to mean: delivered, given up after the whole ladder, or tried again at the right time.</summary>
internal sealed class LadderRule(DeliveryOptions options)
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly IReadOnlyList<TimeSpan> _waits = options.RetryWaits ?? DeliveryOptions.DefaultRetryWaits;

    /// <summary>What is wrong with an outcome; null when it is right.</summary>
    public string? Objection(OutcomeCommit recorded, AttemptOutcome actual, DateTimeOffset now)
    {
        var number = recorded.Attempt.Number;
        var expected = actual is AttemptOutcome.Delivered ? DeliveryVerdict.Delivered
            : number > _waits.Count ? DeliveryVerdict.Failed
            : DeliveryVerdict.Retrying;
        if (recorded.Verdict != expected || recorded.Attempt.Outcome != actual.Kind)
        {
            return $"it was {actual.Kind}, so it is {expected} and not {recorded.Verdict}.";
        }

        if (expected != DeliveryVerdict.Retrying)
        {
            return recorded.NextDue is null ? null : "it has a next attempt though the delivery is over.";
        }

        var asked = (actual as AttemptOutcome.Rejected)?.RetryAfter ?? TimeSpan.Zero;
        asked = asked > options.MaxRetryAfter ? options.MaxRetryAfter : asked;
        var least = Longer(_waits[number - 1] * (1 - options.RetryJitter), asked) - Rounding;
        var most = Longer(_waits[number - 1] * (1 + options.RetryJitter), asked);
        var wait = recorded.NextDue - now;
        return wait >= least && wait <= most
            ? null
            : $"the next one is due in {wait}; right is {least} to {most}.";
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
