using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Ringback.Events;

namespace Ringback.Tests.Events;

public sealed class PublishMetricsTests : IDisposable
{
    private readonly StubMeterFactory _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Batch_counts_its_new_events_and_their_matches_and_its_duplicates_apart()
    {
        var metrics = new PublishMetrics(_meters);
        var events = Collect<long>("ringback.publish.events");
        var duplicates = Collect<long>("ringback.publish.duplicates");
        var matches = Collect<long>("ringback.publish.matches");
        var durations = Collect<double>("ringback.publish.duration");

        metrics.Published(
            [Commit(matched: 3), Commit(matched: 0), Commit(matched: 7, isDuplicate: true)], TimeSpan.FromMilliseconds(5));

        Assert.Equal(2, events.LastMeasurement?.Value);
        Assert.Equal(1, duplicates.LastMeasurement?.Value);
        Assert.Equal(3, matches.LastMeasurement?.Value);
        Assert.Equal(0.005, durations.LastMeasurement?.Value);
    }

    private static EventCommit Commit(int matched, bool isDuplicate = false) => new(
        new WebhookEvent
        {
            Id = Guid.CreateVersion7(),
            PublicId = "event",
            OrgId = "org",
            Resource = "messages",
            Type = "created",
            Created = default,
            Data = [],
        },
        [],
        default)
    {
        Matched = matched,
        IsDuplicate = isDuplicate,
    };

    private MetricCollector<T> Collect<T>(string name)
        where T : struct => new(_meters, PublishMetrics.MeterName, name);
}
