using System.Diagnostics.Metrics;
using Ringback.Delivery.Schedule;

namespace Ringback.Delivery.Telemetry;

/// <summary>What is measured of deliveries when somebody asks: the state of the schedule and of the backlog.</summary>
internal sealed class DeliveryGauges(
    IMeterFactory meters, DeliveryScheduler scheduler, PendingCensus census, TimeProvider time)
{
    /// <summary>Makes the instruments; call once.</summary>
    public void Register()
    {
        var meter = meters.Create(DeliveryMetrics.MeterName);
        meter.CreateObservableGauge(
            "ringback.delivery.in_flight", () => scheduler.Figures().InFlight, "{attempt}", "Attempts in flight.");
        meter.CreateObservableGauge(
            "ringback.delivery.lanes", () => scheduler.Figures().Lanes, "{lane}", "Webhooks with work that memory knows of.");
        meter.CreateObservableGauge(
            "ringback.delivery.lanes.waiting", () => scheduler.Figures().LanesWaiting, "{lane}",
            "Lanes that wait for a slot; one with first tries and retries counts twice.");
        meter.CreateObservableGauge(
            "ringback.delivery.loaded", () => scheduler.Figures().Loaded, "{delivery}", "Deliveries in memory.");
        meter.CreateObservableGauge(
            "ringback.delivery.unrecorded", () => scheduler.Figures().Unrecorded, "{attempt}",
            "Attempts that have ended and wait for their commit.");
        meter.CreateObservableGauge(
            "ringback.delivery.oldest_due.age", () => scheduler.OldestDueAge.TotalSeconds, "s",
            "For how long the oldest delivery of an active webhook was due, at the last sweep.");
        meter.CreateObservableGauge(
            "ringback.delivery.pending", () => Counted(static count => count.Pending), "{delivery}",
            "Deliveries that wait for an attempt, at the last count.");
        meter.CreateObservableGauge(
            "ringback.delivery.held", () => Counted(static count => count.Held), "{delivery}",
            "Deliveries that are held because their webhook is inactive, at the last count.");
        meter.CreateObservableGauge(
            "ringback.delivery.count.age", CountAge, "s", "How old the last count of pending and held is.");
    }

    private IEnumerable<Measurement<long>> Counted(Func<PendingCount, long> figure)
    {
        // No value is better than a zero that nobody counted.
        if (census.Last is { } last)
        {
            yield return new Measurement<long>(figure(last));
        }
    }

    private IEnumerable<Measurement<double>> CountAge()
    {
        if (census.Last is { } last)
        {
            yield return new Measurement<double>(time.GetElapsedTime(last.TakenAt).TotalSeconds);
        }
    }
}
