using System.Globalization;

namespace Ringback.Protocol.Ids;

/// <summary>Times as Webex writes them: UTC, with milliseconds and <c>Z</c>.</summary>
public static class WebexTimestamp
{
    private const string OutputFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string SecondsFormat = "yyyy-MM-dd'T'HH:mm:ss";
    private const int SecondsLength = 19;

    /// <summary>Writes <c>2015-10-18T14:26:16.000Z</c>; fractions of a millisecond are cut off.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(OutputFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads an ISO 8601 date and time with seconds and a zone (<c>Z</c>, <c>+hh:mm</c> or <c>+hhmm</c>), into UTC. A
    /// fraction may have any number of digits; it is cut to milliseconds. False for anything else.
    /// </summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        ReadOnlySpan<char> rest = text;
        if (rest.Length <= SecondsLength
            || !DateTime.TryParseExact(
                rest[..SecondsLength], SecondsFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        rest = rest[SecondsLength..];
        if (!TryTakeMilliseconds(ref rest, out var milliseconds) || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond) - offset.Ticks;
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryTakeMilliseconds(ref ReadOnlySpan<char> rest, out int milliseconds)
    {
        milliseconds = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = rest[1..];
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        if (length <= 0)
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            milliseconds = (milliseconds * 10) + (i < length ? digits[i] - '0' : 0);
        }

        rest = digits[length..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> zone, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (zone is "Z")
        {
            return true;
        }

        if (zone is not (['+' or '-', _, _, _, _] or ['+' or '-', _, _, ':', _, _])
            || !int.TryParse(zone[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(zone[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        return true;
    }
}
