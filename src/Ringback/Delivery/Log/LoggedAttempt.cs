using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Log;

/// <summary>A row of the attempt log.</summary>
/// <param name="Attempt">The attempt as it was recorded.</param>
/// <param name="Verdict">What it meant for its delivery.</param>
/// <param name="NextDue">When the next one was to be; only with <see cref="DeliveryVerdict.Retrying"/>.</param>
internal sealed record LoggedAttempt(AttemptRecord Attempt, DeliveryVerdict Verdict, DateTimeOffset? NextDue);
