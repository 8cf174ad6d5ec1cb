using System.Diagnostics;

namespace Ringback.Simulation;

/// <summary>What many seeds came to together: also how much of what can happen did.</summary>
internal sealed class SeedSummary
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long[] _counts = new long[SeedReport.Counted.Length];
    private readonly long[] _deaths = new long[Enum.GetValues<CrashPoint>().Length + 1];
    private int _seeds;

    /// <summary>How many seeds broke a promise.</summary>
    public int Failed { get; private set; }

    /// <summary>How often a process died at each crash point, and at last between two pieces of work.</summary>
    public IReadOnlyList<long> Deaths => _deaths;

    /// <summary>Adds a seed.</summary>
    public void Add(SeedReport report)
    {
        _seeds++;
        Failed += report.Violation is null ? 0 : 1;
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += report.Counts[i];
        }

        for (var i = 0; i < _deaths.Length; i++)
        {
            _deaths[i] += report.Deaths[i];
        }
    }

    /// <summary>Writes it out.</summary>
    public void WriteTo(TextWriter output)
    {
        var points = Enum.GetNames<CrashPoint>().Append("between pieces");
        output.WriteLine($"{_seeds} seeds of 3 days, {Failed} failed, in {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s");
        output.WriteLine(string.Join(", ", SeedReport.Counted.Zip(_counts, (what, count) => $"{count} {what}")));
        output.WriteLine("deaths: " + string.Join(", ", points.Zip(_deaths, (point, count) => $"{point} {count}")));
    }
}
