using Ringback.Installation;

namespace Ringback.Delivery.Attempts;

/// <summary>When the next attempt is due. Pure arithmetic: clock and chance come in as arguments.</summary>
internal sealed class RetrySchedule(DeliveryOptions options)
{
    // Of an outage of our own, each delivery that waits for its end leaves a line in the log each time.
    private static readonly TimeSpan[] OwnWaits =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    private readonly IReadOnlyList<TimeSpan> _waits = options.RetryWaits ?? DeliveryOptions.DefaultRetryWaits;

    /// <summary>The due date after a failed attempt, to the millisecond; null when it was the last one.</summary>
    /// <param name="number">The attempt of its ladder that failed; 1 for the first.</param>
    /// <param name="now">The time at which the attempt failed.</param>
    /// <param name="retryAfter">What the receiver asked for; only ever lengthens the wait, up to the option's limit.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public DateTimeOffset? Next(int number, DateTimeOffset now, TimeSpan? retryAfter, double chance)
    {
        if (number > _waits.Count)
        {
            return null;
        }

        var wait = _waits[number - 1] * (1 + (options.RetryJitter * ((2 * chance) - 1)));
        var asked = retryAfter is { } hint && hint < options.MaxRetryAfter ? hint : options.MaxRetryAfter;
        if (retryAfter is not null && asked > wait)
        {
            wait = asked;
        }

        return (now + wait).ToMillisecond();
    }

    /// <summary>The due date after an attempt that failed for a reason of our own, and is no rung of the ladder.</summary>
    /// <param name="times">The how many-th such failure it was; 1 for the first.</param>
    /// <param name="now">The time at which the attempt failed.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public DateTimeOffset NextAfterOwnFailure(int times, DateTimeOffset now, double chance)
    {
        var wait = OwnWaits[Math.Clamp(times, 1, OwnWaits.Length) - 1];
        return (now + (wait * (1 + (options.RetryJitter * ((2 * chance) - 1))))).ToMillisecond();
    }
}
