using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Compares memory with the store, some shards at a time: takes up lanes that memory lacks and rows that a lane has lost, and has
/// the store drop rows whose webhook is deleted, or inactive where nothing is held. It is the store that decides whether that is so.
/// </summary>
internal sealed class Sweep(
    ShardSet shards, WebhookIndex index, WebhookRegistry registry, IDeliveryStore store, LaneLoader loader,
    Func<Guid, bool> isDeactivating, TimeProvider time)
{
    private const int AtOnce = 1000;

    /// <summary>For how long the oldest delivery of an active webhook was due at the last whole sweep; zero when none was.</summary>
    public TimeSpan OldestDueAge { get; private set; }

    /// <summary>Sweeps all shards that take work.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var oldestDue = DateTimeOffset.MaxValue;
        foreach (var range in ShardRange.Of(OpenShards()))
        {
            var oldest = await RunAsync(range, cancellationToken);
            oldestDue = oldest < oldestDue ? oldest : oldestDue;
        }

        var age = time.GetUtcNow() - oldestDue;
        OldestDueAge = age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>Sweeps some shards. When the oldest delivery of an active webhook is due; the end of time when there is none.</summary>
    public async Task<DateTimeOffset> RunAsync(ShardRange range, CancellationToken cancellationToken)
    {
        var unknown = new List<Guid>();
        var inactive = new List<Guid>();
        var oldestDue = DateTimeOffset.MaxValue;
        foreach (var chunk in (await store.FindLanesAsync(range, cancellationToken)).Chunk(AtOnce))
        {
            lock (shards.Gate)
            {
                var now = time.GetUtcNow();
                foreach (var backlog in chunk)
                {
                    switch (index.Find(backlog.WebhookId))
                    {
                        case null:
                            unknown.Add(backlog.WebhookId);
                            break;
                        case { Status: WebhookStatus.Active } webhook:
                            TakeUp(webhook, backlog, now);
                            oldestDue = backlog.EarliestDue < oldestDue ? backlog.EarliestDue : oldestDue;
                            break;
                        default:
                            inactive.Add(backlog.WebhookId);
                            break;
                    }
                }

                loader.Filled?.Invoke();
            }
        }

        foreach (var webhookId in unknown)
        {
            // That memory lacks it is no reason to drop anything: only the store knows what was deleted.
            if (await registry.IsGoneAsync(webhookId, cancellationToken))
            {
                await store.DropPendingAsync(webhookId, cancellationToken);
            }
        }

        foreach (var webhookId in inactive)
        {
            await registry.DropIfInactiveAsync(webhookId, cancellationToken);
        }

        return oldestDue;
    }

    private IReadOnlyList<int> OpenShards()
    {
        lock (shards.Gate)
        {
            return shards.Open();
        }
    }

    private void TakeUp(RegisteredWebhook webhook, LaneBacklog backlog, DateTimeOffset now)
    {
        if (isDeactivating(webhook.Id) || loader.LaneOf(webhook) is not { } lane)
        {
            return;
        }

        lane.IsHeld = false;
        if (lane.EarliestKnownDue() is not { } known || backlog.EarliestDue < known)
        {
            lane.NoteUnloaded(backlog.EarliestDue);
        }

        loader.Tend(lane, now);
    }
}
