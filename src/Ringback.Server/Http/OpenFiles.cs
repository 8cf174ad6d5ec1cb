using System.Globalization;

namespace Ringback.Server.Http;

/// <summary>How many files, connections among them, the system lets this process have open.</summary>
internal static class OpenFiles
{
    private const string LimitsFile = "/proc/self/limits";
    private const string LineStart = "Max open files";
    private const int Usual = 1024;
    private const int MostConnections = 20_000;
    private const int FewestConnections = 16;

    /// <summary>The limit; the usual one where the system does not say.</summary>
    public static int Limit()
    {
        try
        {
            var line = File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(LineStart, StringComparison.Ordinal));
            var words = line?[LineStart.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is [var limit, ..]
                ? int.TryParse(limit, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue
                : Usual;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Usual;
        }
    }

    /// <summary>How many of them connections to the server may be: the other half is for receivers and the database.</summary>
    public static int ForConnections() => Math.Clamp(Limit() / 2, FewestConnections, MostConnections);
}
