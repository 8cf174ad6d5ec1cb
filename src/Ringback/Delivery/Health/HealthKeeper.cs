using Microsoft.Extensions.Logging;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Health;

/// <summary>
/// Keeps the health of the webhooks of this process's shards, and makes those inactive that fail for too long or too often. All of
/// it is called under the lock of the schedule, which it takes itself once a webhook was made inactive.
/// </summary>
internal sealed partial class HealthKeeper(
    WebhookIndex index, WebhookRegistry registry, IHealthStore store, DeliveryOptions options, TimeProvider time, Lock gate,
    ILogger logger)
{
    private readonly Dictionary<Guid, WebhookHealth>?[] _ofShard = new Dictionary<Guid, WebhookHealth>?[Shards.Count];

    // Webhooks that are held already while the store has not yet made them inactive.
    private readonly HashSet<Guid> _deactivating = [];

    /// <summary>How many webhooks have failures to remember.</summary>
    public int Count => _ofShard.Sum(static health => health?.Count ?? 0);

    /// <summary>Whether a webhook is being made inactive, so that it must get nothing more.</summary>
    public bool IsDeactivating(Guid webhookId) => _deactivating.Contains(webhookId);

    /// <summary>Takes up what earlier owners of some shards counted.</summary>
    public void Load(ShardRange shards, IReadOnlyList<HealthRecord> records)
    {
        for (var shard = shards.First; shard <= shards.Last; shard++)
        {
            _ofShard[shard] = [];
        }

        foreach (var record in records)
        {
            _ofShard[Shards.Of(record.WebhookId)]![record.WebhookId] = WebhookHealth.Restore(record);
        }
    }

    /// <summary>Forgets a shard, which another process owns.</summary>
    public void Unload(int shard) => _ofShard[shard] = null;

    /// <summary>Counts an outcome, and begins to make its webhook inactive when that disables it.</summary>
    /// <param name="outcome">How an attempt of the webhook ended.</param>
    /// <param name="isHeld">Whether the webhook is inactive already.</param>
    public HealthJudgement Judge(OutcomeCommit outcome, bool isHeld)
    {
        // A webhook that is deleted has no health any more, a failure of our own says nothing about the receiver, and what was asked for
        // by hand does not count.
        var webhookId = outcome.Delivery.WebhookId;
        if (outcome.IsOwnFailure || outcome.Delivery.Purpose != DeliveryPurpose.Ordinary
            || _ofShard[Shards.Of(webhookId)] is not { } all || index.Find(webhookId) is null)
        {
            return default;
        }

        var health = all.GetValueOrDefault(webhookId);
        if (outcome.Verdict == DeliveryVerdict.Delivered && health is null)
        {
            return default;
        }

        var now = time.GetMillisecond();
        health ??= all[webhookId] = new WebhookHealth();
        (ChangeCause Cause, string Words)? reason = null;
        if (outcome.Verdict == DeliveryVerdict.Delivered)
        {
            health.Succeed(now, options);
        }
        else if (outcome.HasAnsweredGone)
        {
            health.Disable(now);
            reason = (ChangeCause.Gone, "it answered 410");
        }
        else if (health.Fail(now, options) && !isHeld)
        {
            reason = (ChangeCause.AutoDisable, health.HasFailedForTooLong
                ? "nothing was received from it for too long"
                : "too many of its attempts failed");
        }

        if (health.IsClean)
        {
            all.Remove(webhookId);
        }

        var record = health.ToRecord(webhookId);
        if (reason is var (cause, words))
        {
            _deactivating.Add(webhookId);
            _ = DeactivateAsync(webhookId, cause, words);
        }

        return new HealthJudgement(record, reason is not null);
    }

    /// <summary>Notes that a webhook is active again.</summary>
    public void Reactivate(Guid webhookId)
    {
        if (_ofShard[Shards.Of(webhookId)]?.GetValueOrDefault(webhookId) is { } health)
        {
            health.Reactivate(time.GetMillisecond(), options);
            _ = SaveAsync(health.ToRecord(webhookId));
        }
    }

    /// <summary>Forgets a webhook that is deleted.</summary>
    public void Forget(Guid webhookId) => _ofShard[Shards.Of(webhookId)]?.Remove(webhookId);

    private async Task DeactivateAsync(Guid webhookId, ChangeCause cause, string reason)
    {
        try
        {
            await registry.DeactivateAsync(webhookId, cause, CancellationToken.None);
            Log.Deactivated(logger, webhookId, reason);
        }
        catch (StoreUnavailableException error)
        {
            // The next sweep releases the lane, and its next failure tries again.
            Log.NotDeactivated(logger, webhookId, error.Message);
        }
        finally
        {
            lock (gate)
            {
                _deactivating.Remove(webhookId);
            }
        }
    }

    private async Task SaveAsync(HealthRecord record)
    {
        try
        {
            await store.SaveHealthAsync(record, CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            // Memory has it; only a crash before the webhook's next outcome would lose it.
            Log.HealthNotSaved(logger, record.WebhookId, error.Message);
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
