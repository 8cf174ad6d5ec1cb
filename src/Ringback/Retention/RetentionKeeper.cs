using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Retention;

/// <summary>Removes events and attempts that have been kept for long enough, a small step at a time.</summary>
internal sealed partial class RetentionKeeper(
    IRetentionStore store, WebhookIndex index, IOptions<RetentionOptions> options, TimeProvider time,
    ILogger<RetentionKeeper> logger)
{
    private const int Step = 500;

    /// <summary>Looks after it once.</summary>
    /// <exception cref="StoreUnavailableException">The rest stays for the next time.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.PrepareDaysAsync(now, cancellationToken);
        await DropPendingAsync(now - options.Value.KeepHeld, IsHeld, DroppedHeld, cancellationToken);

        // What is still to be delivered needs its event, and keeps what came after it: for long, but not for ever.
        var before = now - options.Value.Keep;
        var oldest = await store.OldestPendingAsync(cancellationToken);
        if (oldest < now - LongestPending)
        {
            await DropPendingAsync(now - LongestPending, static _ => true, DroppedPending, cancellationToken);
            oldest = await store.OldestPendingAsync(cancellationToken);
        }

        if (oldest < before)
        {
            before = oldest.Value;
        }

        while (await store.DropHistoryBeforeAsync(before, Step, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private TimeSpan LongestPending =>
        options.Value.KeepPending > options.Value.Keep ? options.Value.KeepPending : options.Value.Keep;

    private async Task DropPendingAsync(
        DateTimeOffset before, Func<Guid, bool> concerns, Action<int, Guid> tell, CancellationToken cancellationToken)
    {
        foreach (var webhookId in await store.FindPendingWebhooksAsync(cancellationToken))
        {
            var total = 0;
            var dropped = Step;
            while (dropped == Step && concerns(webhookId))
            {
                dropped = await store.DropPendingBeforeAsync(webhookId, before, Step, cancellationToken);
                total += dropped;
            }

            if (total > 0)
            {
                tell(total, webhookId);
            }
        }
    }

    private void DroppedHeld(int count, Guid webhookId) => Log.DroppedHeld(logger, count, webhookId, options.Value.KeepHeld);

    private void DroppedPending(int count, Guid webhookId) => Log.DroppedPending(logger, count, webhookId, LongestPending);

    private bool IsHeld(Guid webhookId) =>
        index.Find(webhookId)?.Status != WebhookStatus.Active && !index.IsUnknown(webhookId);

    private static partial class Log
    {
        [LoggerMessage(EventId = 41, Level = LogLevel.Warning, EventName = "retention.held_dropped",
            Message = "{Count} deliveries for webhook {WebhookId}, which is inactive, were held for longer than {KeepHeld} and dropped")]
        public static partial void DroppedHeld(ILogger logger, int count, Guid webhookId, TimeSpan keepHeld);

        [LoggerMessage(EventId = 42, Level = LogLevel.Warning, EventName = "retention.pending_dropped",
            Message = "{Count} deliveries for webhook {WebhookId} were pending for longer than {KeepPending} and dropped")]
        public static partial void DroppedPending(ILogger logger, int count, Guid webhookId, TimeSpan keepPending);
    }
}
