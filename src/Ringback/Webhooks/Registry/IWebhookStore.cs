namespace Ringback.Webhooks.Registry;

/// <summary>Where webhooks are kept. What is read back is a <see cref="StoredWebhook"/>: the registry parses it.</summary>
internal interface IWebhookStore
{
    /// <summary>Reads every webhook of the store, in no order. Several threads may make and take at once.</summary>
    /// <param name="make">Makes of a webhook the thing that is taken; null for one that is left out.</param>
    /// <param name="take">Takes them, many at a time.</param>
    /// <param name="cancellationToken">Stops the reading when it is cancelled.</param>
    Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The webhook of an id as it is in the store now; null when there is none.</summary>
    Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Adds a webhook and its first version, unless its subject is taken.</summary>
    Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a webhook that has the version before this one, and keeps both versions; else nothing is written.
    /// </summary>
    Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken);

    /// <summary>Removes a webhook, whatever its version; its pending deliveries stay until they are dropped.</summary>
    Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken);

    /// <summary>What a webhook was, newest version first, and who made it so.</summary>
    Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>
    /// Drops all pending deliveries of a webhook that is deleted, in steps that do not hold up other writes. Each statement asks
    /// whether it is: while it has a row nothing is dropped, whatever the caller believes.
    /// </summary>
    Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>
    /// Drops all pending deliveries of a webhook that is inactive, for where nothing is held: likewise, each statement asks whether
    /// it is.
    /// </summary>
    Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>The ids of a page of webhooks, newest first, older than the cursor.</summary>
    Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken);
}
