using System.Text.Json;

namespace Ringback.LoadTest.Sink;

/// <summary>The sink's counters; times are Stopwatch ticks, which all processes of one machine share.</summary>
internal record struct SinkCounts
{
    /// <summary>Accepted requests of any kind.</summary>
    public long Requests { get; set; }

    /// <summary>Expected deliveries that have arrived at least once.</summary>
    public long Distinct { get; set; }

    /// <summary>Arrivals of a delivery that had arrived before.</summary>
    public long Duplicates { get; set; }

    /// <summary>Arrivals that nobody expected: a wrong webhook or an unknown event.</summary>
    public long Strays { get; set; }

    /// <summary>Connections given up because their bytes were not a request that the sink can read.</summary>
    public long Malformed { get; set; }

    /// <summary>Sum of all content lengths.</summary>
    public long BodyBytes { get; set; }

    /// <summary>When the newest expected delivery arrived.</summary>
    public long LastReceipt { get; set; }

    /// <summary>When the first request on a connection newer than the mark arrived; 0 is "not yet".</summary>
    public long FirstSinceMark { get; set; }

    public readonly string ToLine() => JsonSerializer.Serialize(this);

    public static SinkCounts FromLine(string line) => JsonSerializer.Deserialize<SinkCounts>(line);
}
