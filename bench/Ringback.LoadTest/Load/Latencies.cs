using System.Diagnostics;
using HdrHistogram;

namespace Ringback.LoadTest.Load;

/// <summary>A distribution of durations, to three significant digits, up to ten minutes.</summary>
internal sealed class Latencies
{
    private readonly LongHistogram _ticks = new(600 * Stopwatch.Frequency, 3);
    private readonly Lock _gate = new();

    public long Count => _ticks.TotalCount;

    public void Add(long start, long end)
    {
        lock (_gate)
        {
            _ticks.RecordValue(Math.Clamp(end - start, 0, 600 * Stopwatch.Frequency));
        }
    }

    /// <summary>The duration, in milliseconds, that so many percent do not exceed.</summary>
    public double Milliseconds(double percentile)
        => _ticks.GetValueAtPercentile(percentile) * 1000.0 / Stopwatch.Frequency;
}
