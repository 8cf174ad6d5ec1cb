using System.Net;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Telemetry;

namespace Ringback.Tests.Delivery;

public sealed class DeliveryMetricsTests : IDisposable
{
    private readonly StubMeterFactory _meters = new();
    private readonly DeliveryMetrics _metrics;
    private readonly MetricCollector<double> _durations;
    private readonly MetricCollector<long> _finished;

    public DeliveryMetricsTests()
    {
        _metrics = new DeliveryMetrics(_meters);
        _durations = new MetricCollector<double>(_meters, DeliveryMetrics.MeterName, "ringback.delivery.attempt.duration");
        _finished = new MetricCollector<long>(_meters, DeliveryMetrics.MeterName, "ringback.delivery.finished");
    }

    public static TheoryData<object, string> Outcomes => new()
    {
        { new AttemptOutcome.Delivered(HttpStatusCode.OK), "delivered" },
        { new AttemptOutcome.Rejected(HttpStatusCode.NotFound, null), "rejected" },
        { new AttemptOutcome.TimedOut(TimeSpan.FromSeconds(15)), "timed_out" },
        { new AttemptOutcome.Unreachable("The connection was refused."), "unreachable" },
        { new AttemptOutcome.Blocked(IPAddress.Loopback, "loopback"), "blocked" },
        { new AttemptOutcome.OwnFailure(OwnFault.NameServer), "own_failure" },
    };

    public void Dispose() => _meters.Dispose();

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Attempt_is_measured_under_its_outcome(object outcome, string tag)
    {
        _metrics.Attempted((AttemptOutcome)outcome, DeliveryVerdict.Retrying, TimeSpan.FromMilliseconds(250));

        var measured = Assert.Single(_durations.GetMeasurementSnapshot());
        Assert.Equal(0.25, measured.Value);
        Assert.Equal(new Dictionary<string, object?> { ["outcome"] = tag }, measured.Tags);
    }

    [Theory]
    [InlineData(DeliveryVerdict.Delivered, "delivered")]
    [InlineData(DeliveryVerdict.Failed, "failed")]
    [InlineData(DeliveryVerdict.Retrying, null)]
    public void Delivery_is_counted_when_it_is_over(object verdict, string? tag)
    {
        _metrics.Attempted(
            new AttemptOutcome.Delivered(HttpStatusCode.OK), (DeliveryVerdict)verdict, TimeSpan.FromSeconds(1));

        Assert.Equal(
            tag is null ? [] : [tag],
            _finished.GetMeasurementSnapshot().Select(measured => (string)measured.Tags["outcome"]!));
    }
}
