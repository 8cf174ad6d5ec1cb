using System.Diagnostics;
using System.Globalization;

namespace Ringback.Simulation;

/// <summary>What many seeds came to together: also how much of what can happen did.</summary>
internal sealed class SeedSummary
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long[] _counts = new long[SeedReport.Counted.Length];
    private readonly long[] _deaths = new long[Enum.GetValues<CrashPoint>().Length + 1];
    private long _toldAt = Stopwatch.GetTimestamp();
    private int _seeds;

    /// <summary>How many seeds broke a promise.</summary>
    public int Failed { get; private set; }

    /// <summary>How often each thing of <see cref="SeedReport.Counted"/> happened.</summary>
    public IReadOnlyList<long> Counts => _counts;

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

    /// <summary>Says how far it has come, once a minute.</summary>
    public void TellProgress(TextWriter output, int seeds)
    {
        if (Stopwatch.GetElapsedTime(_toldAt) >= Pause)
        {
            _toldAt = Stopwatch.GetTimestamp();
            var perSecond = _seeds / Stopwatch.GetElapsedTime(_started).TotalSeconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{_seeds} of {seeds} seeds, {Failed} failed, {perSecond:0.0} seeds a second"));
        }
    }

    /// <summary>Writes it out.</summary>
    public void WriteTo(TextWriter output)
    {
        var points = Enum.GetNames<CrashPoint>().Append("between pieces");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_seeds} seeds of 3 days, {Failed} failed, in {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s"));
        output.WriteLine(string.Join(", ", SeedReport.Counted.Zip(_counts, (what, count) => $"{count} {what}")));
        output.WriteLine("deaths: " + string.Join(", ", points.Zip(_deaths, (point, count) => $"{point} {count}")));
    }
}
