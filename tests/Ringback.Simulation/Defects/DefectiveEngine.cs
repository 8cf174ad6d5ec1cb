using Ringback.Delivery;
using Ringback.Delivery.Schedule;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Defects;

/// <summary>Defects of the engine itself: its options, its lanes, what it learns of a change.</summary>
internal static class DefectiveEngine
{
    /// <summary>Spoils the engine's own copy of the options; the checks keep the right one.</summary>
    public static DeliveryOptions Spoil(DeliveryOptions options, Defect defect)
    {
        var waits = options.RetryWaits ?? DeliveryOptions.DefaultRetryWaits;
        switch (defect)
        {
            case Defect.InFlightLimitTooHigh:
                options.InFlightPerWebhook++;
                break;
            case Defect.TooManySlots:
                options.Slots *= 2;
                break;
            case Defect.TooFewSlots:
                options.Slots /= 2;
                break;
            case Defect.LadderTooSlow:
                options.RetryWaits = [.. waits.Select(wait => wait * 2)];
                break;
            case Defect.LadderTooShort:
                options.RetryWaits = [.. waits.SkipLast(1)];
                break;
            case Defect.JitterTooWide:
                options.RetryJitter += 0.2;
                break;
            case Defect.RetryAfterIgnored:
                options.MaxRetryAfter = TimeSpan.Zero;
                break;
            case Defect.MemoryUnbounded:
                options.MaxLoaded = int.MaxValue / 2;
                break;
            case Defect.PagesTooLarge:
                options.LanePage = 10_000;
                break;
            case Defect.DisablesLate:
                options.DisableAfterFailures++;
                break;
            case Defect.DisablesEarly:
                options.DisableAfterFailures--;
                break;
            case Defect.OwnerShareTooLarge:
                (options.MaxOwnerShare, options.MaxOrgShare) = (1, 1);
                break;
            case Defect.OrgShareTooLarge:
                options.MaxOrgShare = 1;
                break;
            case Defect.SlowShareTooLarge:
                options.MaxSlowShare = 1;
                break;
            case Defect.ReceiverLimitTooHigh:
                options.InFlightPerReceiver++;
                break;
            default:
                break;
        }

        return options;
    }

    /// <summary>Spoils the lane that was given a slot.</summary>
    public static void Spoil(Lane lane, Defect defect)
    {
        if (defect == Defect.NeverProbes)
        {
            lane.IsProbing = false;
        }
        else if (defect == Defect.OwnerTakesTwoTurns)
        {
            lane.Owner.SetWaiting(SlotKind.FirstTry, false);
            lane.Owner.SetWaiting(SlotKind.Retry, false);
        }
        else if (defect == Defect.LaneTakesTwoTurns)
        {
            lane.SetWaiting(SlotKind.FirstTry, false);
            lane.SetWaiting(SlotKind.Retry, false);
        }
    }

    /// <summary>Tells the scheduler of a change, unless the defect is that it does not learn of it.</summary>
    public static void Tell(WebhookChange change, SimulatedProcess process, Defect defect)
    {
        var isActive = change.After?.Status == WebhookStatus.Active;
        if (defect == Defect.InactiveIsIgnored && !isActive)
        {
            process.Index.Put(change.Before);
        }
        else if (defect != Defect.ActiveIsIgnored || !isActive || change.Before.Status == WebhookStatus.Active)
        {
            process.Scheduler.WebhookChanged(change);
        }
    }
}
