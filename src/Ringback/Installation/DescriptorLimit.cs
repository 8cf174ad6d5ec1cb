using System.Globalization;

namespace Ringback.Installation;

/// <summary>How many files, connections among them, this process may have open.</summary>
internal static class DescriptorLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>The limit of the process; null where the system does not tell it, or has none.</summary>
    public static int? Current { get; } = Read();

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
