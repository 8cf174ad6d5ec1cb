using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Sqlite;

namespace Ringback.Tests.Storage;

public sealed class StorageMetricsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
    private readonly StubMeterFactory _meters = new();

    public void Dispose()
    {
        _meters.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Commit_is_measured_with_its_size()
    {
        var durations = new MetricCollector<double>(_meters, StorageMetrics.MeterName, "ringback.storage.commit.duration");
        var sizes = new MetricCollector<int>(_meters, StorageMetrics.MeterName, "ringback.storage.commit.size");
        using var store = new SqliteStore(
            Options.Create(new DataFolderOptions { Data = _folder }), new StorageMetrics(_meters));
        store.Open();

        await store.ProbeAsync(CancellationToken.None);

        Assert.Equal(1, Assert.Single(sizes.GetMeasurementSnapshot()).Value);
        var duration = Assert.Single(durations.GetMeasurementSnapshot());
        Assert.Equal("committed", duration.Tags["outcome"]);
        Assert.True(duration.Value > 0);
    }

    [Fact]
    public void Transaction_that_was_not_committed_has_no_size()
    {
        var durations = new MetricCollector<double>(_meters, StorageMetrics.MeterName, "ringback.storage.commit.duration");
        var sizes = new MetricCollector<int>(_meters, StorageMetrics.MeterName, "ringback.storage.commit.size");

        new StorageMetrics(_meters).Ended(5, TimeSpan.FromMilliseconds(2), isCommitted: false);

        Assert.Empty(sizes.GetMeasurementSnapshot());
        Assert.Equal("failed", Assert.Single(durations.GetMeasurementSnapshot()).Tags["outcome"]);
    }
}
