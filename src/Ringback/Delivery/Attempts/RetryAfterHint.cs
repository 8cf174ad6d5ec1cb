using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Ringback.Delivery.Attempts;

/// <summary>Reads how long a receiver wants to be left alone.</summary>
internal static class RetryAfterHint
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(365);

    /// <summary>
    /// The wait that a 429 or 503 asks for, in seconds (a part of one counts as a whole) or by a date; at most a year.
    /// Null when there is none to be understood, or none that lies ahead.
    /// </summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        && response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? Parse(values.First(), now)
            : null;

    private static TimeSpan? Parse(string text, DateTimeOffset now)
    {
        const NumberStyles digits = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite;
        if (double.TryParse(text, digits, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds <= 0 ? null
                : seconds < MaxWait.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds))
                : MaxWait;
        }

        if (RetryConditionHeaderValue.TryParse(text, out var hint) && hint.Date is { } date && date > now)
        {
            return date - now < MaxWait ? date - now : MaxWait;
        }

        return null;
    }
}
