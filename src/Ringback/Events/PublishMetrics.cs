using System.Diagnostics.Metrics;

namespace Ringback.Events;

/// <summary>What is measured of publishing.</summary>
internal sealed class PublishMetrics
{
    /// <summary>The meter of publishing.</summary>
    public const string MeterName = "Ringback.Events";

    private readonly Counter<long> _events;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _matches;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments, once for each meter factory.</summary>
    public PublishMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("ringback.publish.events", "{event}", "Events published and committed.");
        _duplicates = meter.CreateCounter<long>(
            "ringback.publish.duplicates", "{event}", "Events whose id was published before; nothing was done for them.");
        _matches = meter.CreateCounter<long>(
            "ringback.publish.matches", "{delivery}",
            "Deliveries made of published events: one for each webhook that matched.");
        _duration = meter.CreateHistogram(
            "ringback.publish.duration", "s", "How long publishes took, a batch as one, from matching to the commit.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
            });
    }

    /// <summary>A batch was committed.</summary>
    public void Published(IReadOnlyList<EventCommit> commits, TimeSpan duration)
    {
        var (duplicates, matches) = (0, 0);
        foreach (var commit in commits)
        {
            duplicates += commit.IsDuplicate ? 1 : 0;
            matches += commit.IsDuplicate ? 0 : commit.Matched;
        }

        _events.Add(commits.Count - duplicates);
        _matches.Add(matches);
        _duration.Record(duration.TotalSeconds);
        if (duplicates > 0)
        {
            _duplicates.Add(duplicates);
        }
    }
}
