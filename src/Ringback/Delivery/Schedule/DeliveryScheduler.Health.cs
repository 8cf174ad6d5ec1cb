using Microsoft.Extensions.Logging;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Installation;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Schedule;

internal sealed partial class DeliveryScheduler
{
    // Webhooks that are held already while the store has not yet made them inactive.
    private readonly HashSet<Guid> _deactivating = [];

    /// <summary>Takes up the failures that an earlier process counted; call once, before the first hand-over.</summary>
    public async Task LoadHealthAsync(CancellationToken cancellationToken)
    {
        var records = await _store.LoadHealthAsync(cancellationToken);
        lock (_gate)
        {
            foreach (var record in records)
            {
                ShardOfWebhook(record.WebhookId).Health[record.WebhookId] = WebhookHealth.Restore(record);
            }
        }
    }

    /// <summary>Counts an outcome for its webhook's health, and takes the webhook out of the schedule when that disables it.</summary>
    private OutcomeCommit JudgeHealth(Lane lane, OutcomeCommit outcome)
    {
        if (outcome.Delivery.Purpose != DeliveryPurpose.Ordinary)
        {
            return outcome;
        }

        var health = ShardOfWebhook(lane.WebhookId).Health;
        var known = health.GetValueOrDefault(lane.WebhookId);
        if (outcome.Verdict == DeliveryVerdict.Delivered && known is null)
        {
            return outcome;
        }

        var now = _time.GetMillisecond();
        known ??= health[lane.WebhookId] = new WebhookHealth();
        if (outcome.Verdict == DeliveryVerdict.Delivered)
        {
            known.Succeed(now, _options);
        }
        else if (outcome.IsGone)
        {
            known.Disable(now);
            Deactivate(lane, ChangeCause.Gone, "it answered 410");
        }
        else if (known.Fail(now, _options) && !lane.IsHeld)
        {
            Deactivate(lane, ChangeCause.AutoDisable, "too many of its attempts failed");
        }

        if (known.IsClean)
        {
            health.Remove(lane.WebhookId);
        }

        return outcome with { Health = known.ToRecord(lane.WebhookId) };
    }

    /// <summary>Holds a lane at once, and makes its webhook inactive as soon as the store can.</summary>
    private void Deactivate(Lane lane, ChangeCause cause, string reason)
    {
        StandStill(lane, isGone: false);
        _deactivating.Add(lane.WebhookId);
        _ = DeactivateAsync(lane.WebhookId, cause, reason);
    }

    private async Task DeactivateAsync(Guid webhookId, ChangeCause cause, string reason)
    {
        try
        {
            await _registry.DeactivateAsync(webhookId, cause, CancellationToken.None);
            Log.Deactivated(_logger, webhookId, reason);
        }
        catch (StoreUnavailableException error)
        {
            // The next sweep releases the lane, and its next failure tries again.
            Log.NotDeactivated(_logger, webhookId, error.Message);
        }
        finally
        {
            lock (_gate)
            {
                _deactivating.Remove(webhookId);
            }
        }
    }

    /// <summary>Releases what is held for a webhook that is active again.</summary>
    private void Reactivate(Guid webhookId)
    {
        if (_index.Find(webhookId) is not { } webhook)
        {
            return;
        }

        var lane = LaneOf(webhook);
        lane.IsHeld = false;
        lane.NoteUnloaded(DateTimeOffset.MinValue);
        if (ShardOfWebhook(webhookId).Health.TryGetValue(webhookId, out var health))
        {
            health.Reactivate(_time.GetMillisecond(), _options);
            _ = SaveHealthAsync(health.ToRecord(webhookId));
        }
    }

    private async Task SaveHealthAsync(HealthRecord record)
    {
        try
        {
            await _store.SaveHealthAsync(record, CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            // Memory has it; only a crash before the webhook's next outcome would lose it.
            Log.HealthNotSaved(_logger, record.WebhookId, error.Message);
        }
    }

    private void Forget(Guid webhookId, bool isGone)
    {
        if (isGone)
        {
            ShardOfWebhook(webhookId).Health.Remove(webhookId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 20, Level = LogLevel.Warning, EventName = "webhook.deactivated",
            Message = "Webhook {WebhookId} is inactive now: {Reason}")]
        public static partial void Deactivated(ILogger logger, Guid webhookId, string reason);

        [LoggerMessage(EventId = 21, Level = LogLevel.Warning, EventName = "webhook.not_deactivated",
            Message = "Webhook {WebhookId} could not be made inactive: {Reason}")]
        public static partial void NotDeactivated(ILogger logger, Guid webhookId, string reason);

        [LoggerMessage(EventId = 22, Level = LogLevel.Warning, EventName = "webhook.health_not_saved",
            Message = "The health of webhook {WebhookId} could not be saved: {Reason}")]
        public static partial void HealthNotSaved(ILogger logger, Guid webhookId, string reason);
    }
}
