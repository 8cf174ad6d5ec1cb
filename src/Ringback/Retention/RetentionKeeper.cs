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
        await DropHeldAsync(now - options.Value.KeepHeld, cancellationToken);

        // What is still to be delivered needs its event, however old.
        var before = now - options.Value.Keep;
        if (await store.OldestPendingAsync(cancellationToken) is { } oldest && oldest < before)
        {
            before = oldest;
        }

        while (await store.DropHistoryBeforeAsync(before, Step, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task DropHeldAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var webhookId in await store.FindPendingWebhooksAsync(cancellationToken))
        {
            var total = 0;
            var dropped = Step;
            while (dropped == Step && IsHeld(webhookId))
            {
                dropped = await store.DropPendingBeforeAsync(webhookId, before, Step, cancellationToken);
                total += dropped;
            }

            if (total > 0)
            {
                Log.DroppedHeld(logger, total, webhookId, options.Value.KeepHeld);
            }
        }
    }

    private bool IsHeld(Guid webhookId) =>
        index.Find(webhookId)?.Status != WebhookStatus.Active && !index.IsUnknown(webhookId);

    private static partial class Log
    {
        [LoggerMessage(EventId = 41, Level = LogLevel.Warning, EventName = "retention.held_dropped",
            Message = "{Count} deliveries for webhook {WebhookId}, which is inactive, were held for longer than {KeepHeld} and dropped")]
        public static partial void DroppedHeld(ILogger logger, int count, Guid webhookId, TimeSpan keepHeld);
    }
}
