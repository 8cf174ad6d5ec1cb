using System.Diagnostics.Metrics;

namespace Ringback.Storage;

/// <summary>What is measured of the store's writer.</summary>
internal sealed class StorageMetrics
{
    /// <summary>The meter of the store.</summary>
    public const string MeterName = "Ringback.Storage";

    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _size;

    /// <summary>Makes the instruments, once for each meter factory.</summary>
    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "ringback.storage.commit.duration", "s", "How long transactions took, by whether they were committed.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
            });
        _size = meter.CreateHistogram(
            "ringback.storage.commit.size", "{write}", "How many writes shared a transaction that was committed.",
            advice: new InstrumentAdvice<int>
            {
                HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096],
            });
    }

    /// <summary>A transaction has ended.</summary>
    public void Ended(int writes, TimeSpan duration, bool isCommitted)
    {
        _duration.Record(
            duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", isCommitted ? "committed" : "failed"));
        if (isCommitted)
        {
            _size.Record(writes);
        }
    }
}
