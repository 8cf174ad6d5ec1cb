using Ringback.Access;
using Ringback.Delivery.Log;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Telemetry;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Retention;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage;

/// <summary>A database: all that the engine keeps, opened before the first use and closed after the last.</summary>
internal interface IStore
    : IWebhookStore, IEventStore, IEventLog, IDeliveryStore, IDeliveryLog, IPendingCounter, IRetentionStore, ITokenStore,
      IAsyncDisposable
{
    /// <summary>Called once when another process has taken over what this one owned; it must not block.</summary>
    event Action? Lost;

    /// <summary>Which database it is and where, without names and passwords.</summary>
    string Place { get; }

    /// <summary>Connects, brings the schema up to date, takes the shards and starts the writer.</summary>
    /// <exception cref="StoreUnusableException">With one line that says why.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    new Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<IReadOnlyList<Guid>> IRetentionStore.FindPendingWebhooksAsync(CancellationToken cancellationToken) =>
        [.. (await FindLanesAsync(ShardRange.All, cancellationToken)).Select(static lane => lane.WebhookId)];
}
