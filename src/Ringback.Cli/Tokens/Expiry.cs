using System.CommandLine.Parsing;
using System.Globalization;

namespace Ringback.Cli.Tokens;

/// <summary>Reads when a token shall expire: <c>30d</c>, <c>12h</c>, or an ISO date.</summary>
internal static class Expiry
{
    private const int MostHours = 100 * 365 * 24;

    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The value of an option.</summary>
    public static DateTimeOffset? Parse(ArgumentResult result, TimeProvider time)
    {
        var text = result.Tokens[0].Value;
        var expiry = Parse(text, time.GetUtcNow());
        if (expiry is null)
        {
            result.AddError($"--expires must be like 30d, 12h or 2030-12-31; \"{text}\" came.");
        }

        return expiry;
    }

    /// <summary>The time that a text means, seen from now; null when it means none.</summary>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text is [.. var digits, 'd' or 'h']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            var hours = text[^1] == 'd' ? count * 24L : count;
            return hours is > 0 and <= MostHours ? now.AddHours(hours) : null;
        }

        return DateTimeOffset.TryParseExact(
            text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
    }
}
