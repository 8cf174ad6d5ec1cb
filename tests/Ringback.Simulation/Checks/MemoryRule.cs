using Ringback.Delivery;

namespace Ringback.Simulation.Checks;

/// <summary>What the scheduler holds is bounded, and agrees with what really is under way.</summary>
internal static class MemoryRule
{
    /// <summary>What is wrong with the scheduler's figures; null when they are right.</summary>
    public static string? Objection(SimulatedProcess process, Ledger ledger, DeliveryOptions options)
    {
        var figures = process.Scheduler.Figures();
        var inFlight = ledger.FirstTriesInFlight + ledger.RetriesInFlight;
        if (figures.InFlight != inFlight)
        {
            return $"{inFlight} callbacks are in flight; the scheduler counts {figures.InFlight}.";
        }

        if (figures.Unrecorded != process.Store.Unrecorded)
        {
            return $"{process.Store.Unrecorded} outcomes wait for their commit; the scheduler counts {figures.Unrecorded}.";
        }

        // A page is read when a quarter of one is ready at most; beside it as many retries may wait for their time.
        var mostOfLane = (2 * options.LanePage) + (options.LanePage / 4) + figures.InFlight + figures.Unrecorded;
        var large = ledger.Webhooks.FirstOrDefault(webhook => process.Scheduler.FiguresOf(webhook.Id)?.Known > mostOfLane);
        if (large is not null)
        {
            return $"The lane of webhook {large.Label} holds more than {mostOfLane} deliveries; a page has {options.LanePage}.";
        }

        // Beyond the limit a lane has one ready at most; what has a slot, or waits for its commit, is bounded by itself.
        return figures.Loaded > options.MaxLoaded + figures.Lanes + figures.InFlight + figures.Unrecorded
            ? $"{figures.Loaded} deliveries of {figures.Lanes} lanes are in memory; the limit is {options.MaxLoaded}."
            : null;
    }
}
