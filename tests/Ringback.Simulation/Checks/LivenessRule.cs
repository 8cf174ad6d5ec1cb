using Ringback.Simulation.Store;

namespace Ringback.Simulation.Checks;

/// <summary>Nothing lies about while there is a slot for it.</summary>
internal static class LivenessRule
{
    private static readonly TimeSpan AlarmTick = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Whenever nothing runs: no lane has a delivery ready and room, while there is a slot for its kind. What is wrong; null
    /// for nothing.
    /// </summary>
    public static string? IdleSlot(SimulatedProcess process, Ledger ledger)
    {
        var lying = ledger.Webhooks.FirstOrDefault(webhook =>
            process.Scheduler.FiguresOf(webhook.Id) is { HasRoom: true } lane
            && ((lane.FirstTries > 0 && ledger.Slots.HasSlot(webhook, false))
                || (lane.Retries > 0 && ledger.Slots.HasSlot(webhook, true))));
        return lying is null ? null : $"Webhook {lying.Label} has a delivery ready and room, and a slot is idle.";
    }

    /// <summary>
    /// When the store is well too: no row is due and not in memory, while its webhook is active, has nothing ready and could
    /// start it. What is wrong; null for nothing.
    /// </summary>
    public static string? LostRow(SimulatedProcess process, Ledger ledger, Disk disk, DateTimeOffset now)
    {
        foreach (var (webhookId, rows) in disk.Pending)
        {
            var webhook = ledger.Webhook(webhookId);
            var lane = process.Scheduler.FiguresOf(webhookId);
            if (webhook.InFlight >= webhook.Slots || webhook.Disabling != Disabling.No || webhook.IsLeftToSweep
                || process.Now < webhook.RestsUntil
                || lane is { FirstTries: > 0 } or { Retries: > 0 })
            {
                continue;
            }

            var lost = rows.TakeWhile(row => row.Due <= now - AlarmTick).FirstOrDefault(row =>
                ledger.Delivery(row.DeliveryId).Open is null && ledger.Slots.HasSlot(webhook, row.Attempts > 0));
            if (lost is not null)
            {
                return $"Delivery {ledger.Delivery(lost.DeliveryId).Label} of webhook {webhook.Label} was due at {lost.Due:O} "
                    + "and is not sent, though there is room.";
            }
        }

        return null;
    }
}
