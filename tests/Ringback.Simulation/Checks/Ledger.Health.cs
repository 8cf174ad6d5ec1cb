using Ringback.Delivery.Attempts;
using Ringback.Installation;

namespace Ringback.Simulation.Checks;

internal sealed partial class Ledger
{
    /// <summary>A webhook's health of this moment; what it gives back is called when that is committed.</summary>
    public Action HealthToSave(Guid webhookId)
    {
        var webhook = _webhooks[webhookId];
        var health = webhook.Health.Copy();
        return () => webhook.DurableHealth = health;
    }

    /// <summary>A sweep begins; what it gives back is called when it has ended well.</summary>
    public Action Sweeping()
    {
        var left = _webhooks.Values.Where(webhook => webhook.IsLeftToSweep).ToList();
        return () => left.ForEach(webhook => webhook.IsLeftToSweep = false);
    }

    private Action JudgeHealth(WebhookEntry webhook, AttemptOutcome outcome, long moment)
    {
        if (outcome is AttemptOutcome.Delivered)
        {
            webhook.Health.Succeed(agenda.UtcNow.ToMillisecond(), options);
        }
        else
        {
            JudgeFailure(webhook, options.DisableWhenGone && outcome.StatusCode == 410, moment);
        }

        return HealthToSave(webhook.Id);
    }

    private void JudgeFailure(WebhookEntry webhook, bool isGone, long moment)
    {
        var now = agenda.UtcNow.ToMillisecond();
        var disables = webhook.Health.Fail(now, agenda.LatestUtc - agenda.UtcNow, isGone, options);
        var isActive = webhook.Current is { IsActive: true };
        if (disables is null && (!isActive || webhook.Disabling != Disabling.No) && !webhook.IsDisablingUnfounded)
        {
            webhook.Health.Doubt();
        }
        else if (disables ?? webhook.IsDisablingUnfounded)
        {
            webhook.Health.Disable(now);
            Fairness.Restart(webhook.Name);
            webhook.IsDisablingUnfounded = false;
            if (isActive && webhook.Disabling == Disabling.No)
            {
                webhook.Disabling = Disabling.Decided;
                webhook.DisablingSince = moment;
            }
        }
    }
}
