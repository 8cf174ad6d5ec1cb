using Ringback.Simulation.Checks;

namespace Ringback.Simulation;

/// <summary>Runs many seeds, each on one thread, as many at a time as there are cores.</summary>
internal static class SeedRange
{
    /// <summary>Runs them; the reports come one at a time, in no order.</summary>
    public static void Run(int from, int count, Action<SeedReport> report)
    {
        var reporting = new Lock();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            var one = Run(from + index);
            lock (reporting)
            {
                report(one);
            }
        });
    }

    /// <summary>Runs one.</summary>
    public static SeedReport Run(int seed)
    {
        using var world = new SimulatedWorld(seed, keepsTrace: false);
        var violation = world.Run();
        var ledger = world.Ledger;
        return new SeedReport(seed, violation, world.Trace.Fingerprint,
            [
                ledger.Deliveries.Count, Count(DeliveryState.Delivered), Count(DeliveryState.Failed),
                Count(DeliveryState.Pending), Count(DeliveryState.Dropped), ledger.Deliveries.Sum(delivery => delivery.Attempts),
                ledger.Disabled, ledger.Webhooks.Count,
            ],
            [.. world.Crashes.Deaths, world.Crashes.DeathsBetween]);

        int Count(DeliveryState state) => ledger.Deliveries.Count(delivery => delivery.State == state);
    }
}
