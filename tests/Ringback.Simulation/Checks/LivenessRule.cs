using Ringback.Delivery;
using Ringback.Simulation.Store;

namespace Ringback.Simulation.Checks;

/// <summary>
/// Nothing lies about: when everything is quiet for a moment and the store is well, no delivery is due whose webhook is
/// active and has room, while there is a slot for its kind.
/// </summary>
internal static class LivenessRule
{
    private static readonly TimeSpan AlarmTick = TimeSpan.FromMilliseconds(5);

    /// <summary>What lies about; null when nothing does.</summary>
    public static string? Objection(Ledger ledger, Disk disk, DeliveryOptions options, DateTimeOffset now)
    {
        var mostOfOneKind = options.Slots - (options.Slots / 4);
        if (ledger.FirstTriesInFlight + ledger.RetriesInFlight >= options.Slots)
        {
            return null;
        }

        foreach (var (webhookId, rows) in disk.Pending)
        {
            var webhook = ledger.Webhook(webhookId);
            if (webhook.InFlight >= webhook.Slots || webhook.Disabling != Disabling.No)
            {
                continue;
            }

            foreach (var row in rows)
            {
                if (row.Due > now - AlarmTick)
                {
                    break;
                }

                // A page is read by due dates: one full of the other kind, which has all its slots, is in the way.
                var (inFlight, ofOtherKind) = row.Attempts > 0
                    ? (ledger.RetriesInFlight, ledger.FirstTriesInFlight)
                    : (ledger.FirstTriesInFlight, ledger.RetriesInFlight);
                if (inFlight < mostOfOneKind && ledger.Delivery(row.DeliveryId) is { Open: null } delivery
                    && (delivery.IsReady || ofOtherKind < mostOfOneKind))
                {
                    return $"Delivery {delivery.Label} of webhook {webhook.Label} was due at {row.Due:O} "
                        + $"and is not sent, though there is room.";
                }
            }
        }

        return null;
    }
}
