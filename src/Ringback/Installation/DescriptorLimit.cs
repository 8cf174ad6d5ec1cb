using System.Globalization;

namespace Ringback.Installation;

/// <summary>How many files and connections this process may have open, and how they are shared out.</summary>
internal static class DescriptorLimit
{
    /// <summary>What the database, its log, libraries and lookups need at most.</summary>
    public const int Reserved = 128;

    private const int Least = 8;
    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>The limit of the process; null where the system does not tell it, or has none.</summary>
    public static int? Current { get; } = Read();

    /// <summary>A share of what is left after the reserve; at least a few, at most so many.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="most">The greatest number, and what it is where there is no limit.</param>
    public static int Share(double share, int most) =>
        Current is { } limit ? Math.Clamp((int)((limit - Reserved) * share), Least, most) : most;

    /// <summary>The soft limit in the text of the system's file; null when it is not there or is unlimited.</summary>
    internal static int? Parse(string limits)
    {
        foreach (var line in limits.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(LimitName, StringComparison.Ordinal))
            {
                var rest = line[LimitName.Length..].TrimStart();
                var end = rest.IndexOf(' ');
                return int.TryParse(
                    end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    ? limit
                    : null;
            }
        }

        return null;
    }

    private static int? Read()
    {
        try
        {
            return Parse(File.ReadAllText(LimitsFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
