using System.Collections.Concurrent;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Databases;

namespace Ringback.Simulation;

/// <summary>Runs many seeds, each on one thread, as many at a time as there are cores.</summary>
internal static class SeedRange
{
    /// <summary>Runs them from the first to the last; the reports come one at a time, as each seed ends.</summary>
    public static void Run(
        int from, int count, Action<SeedReport> report, bool hasClockJumps = false, DatabaseServer? databases = null)
    {
        var reporting = new Lock();
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        var seeds = Partitioner.Create(Enumerable.Range(from, count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(seeds, cores, seed =>
        {
            var one = Run(seed, hasClockJumps, databases);
            lock (reporting)
            {
                report(one);
            }
        });
    }

    /// <summary>Runs one.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="hasClockJumps">Whether the clock is set in any case, and not only when the seed says so.</param>
    /// <param name="databases">Where everything is kept; null for memory.</param>
    public static SeedReport Run(int seed, bool hasClockJumps = false, DatabaseServer? databases = null)
    {
        using var database = databases?.Make();
        using var world = new SimulatedWorld(seed, keepsTrace: false, Defects.Defect.None, database);
        world.Plan.HasClockJumps |= hasClockJumps;
        var violation = world.Run();
        var ledger = world.Ledger;
        return new SeedReport(seed, violation, world.Trace.Fingerprint,
            [
                ledger.Deliveries.Count, Count(DeliveryState.Delivered), Count(DeliveryState.Failed),
                Count(DeliveryState.Pending), Count(DeliveryState.Dropped), ledger.Deliveries.Sum(delivery => delivery.Attempts),
                ledger.Disabled, ledger.Webhooks.Count, world.Agenda.Jumps,
            ],
            [.. world.Crashes.Deaths, world.Crashes.DeathsBetween]);

        int Count(DeliveryState state) => ledger.Deliveries.Count(delivery => delivery.State == state);
    }
}
