using System.Diagnostics.Metrics;
using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Telemetry;

/// <summary>What is measured of deliveries while they are made; <see cref="DeliveryGauges"/> has what can be asked for.</summary>
internal sealed class DeliveryMetrics
{
    /// <summary>The meter of deliveries.</summary>
    public const string MeterName = "Ringback.Delivery";

    private readonly Histogram<double> _attemptDuration;
    private readonly Counter<long> _finished;

    /// <summary>Makes the instruments, once for each meter factory.</summary>
    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _attemptDuration = meter.CreateHistogram(
            "ringback.delivery.attempt.duration", "s", "How long attempts took, by how they ended.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
            });
        _finished = meter.CreateCounter<long>(
            "ringback.delivery.finished", "{delivery}", "Deliveries that are over, by how they ended.");
    }

    /// <summary>An attempt has ended.</summary>
    public void Attempted(AttemptOutcome outcome, DeliveryVerdict verdict, TimeSpan duration)
    {
        _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.Kind));
        if (verdict != DeliveryVerdict.Retrying)
        {
            _finished.Add(1, new KeyValuePair<string, object?>(
                "outcome", verdict == DeliveryVerdict.Delivered ? "delivered" : "failed"));
        }
    }
}
