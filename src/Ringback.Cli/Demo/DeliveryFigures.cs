namespace Ringback.Cli.Demo;

/// <summary>What came to one webhook.</summary>
/// <param name="Webhook">The webhook that they came to.</param>
/// <param name="Matched">How many events it had to get.</param>
/// <param name="Delivered">How many of these it accepted.</param>
/// <param name="Retried">How many tries it refused, each of which was followed by another.</param>
/// <param name="Latencies">From the start of each publishing request to the accepted callback, ascending.</param>
internal sealed record DeliveryFigures(
    DemoWebhook Webhook, int Matched, int Delivered, int Retried, IReadOnlyList<TimeSpan> Latencies)
{
    /// <summary>Half of the callbacks came within this time; null when none came.</summary>
    public TimeSpan? Median => Percentile(0.50);

    /// <summary>All but one in a hundred came within this time; null when none came.</summary>
    public TimeSpan? P99 => Percentile(0.99);

    /// <summary>Counts the callbacks of one webhook.</summary>
    public static DeliveryFigures Of(
        Registration registration,
        DeliveryCheck check,
        IReadOnlyList<ReceivedCallback> callbacks,
        Func<ReceivedCallback, TimeSpan> latency)
    {
        var expected = check.Expected.Where(delivery => delivery.To == registration)
            .Select(delivery => delivery.Of.Id).ToHashSet();
        var own = callbacks.Where(callback =>
            callback.Key == registration.Plan.Key && expected.Contains(callback.EventId ?? "")).ToList();
        var accepted = own.Where(callback => callback.IsAccepted).DistinctBy(callback => callback.EventId).ToList();
        return new DeliveryFigures(
            registration.Plan, expected.Count, accepted.Count, own.Count(callback => !callback.IsAccepted),
            [.. accepted.Select(latency).Order()]);
    }

    private TimeSpan? Percentile(double share) =>
        Latencies.Count == 0 ? null : Latencies[(int)Math.Ceiling(share * Latencies.Count) - 1];
}
