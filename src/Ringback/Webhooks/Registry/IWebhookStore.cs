namespace Ringback.Webhooks.Registry;

/// <summary>Where webhooks are kept. What is read back is a <see cref="StoredWebhook"/>: the registry parses it.</summary>
internal interface IWebhookStore
{
    /// <summary>Reads every webhook of the store, in no order. Several threads may make and take at once.</summary>
    /// <param name="make">Makes what is taken of a webhook; null for one that is left out.</param>
    /// <param name="take">Takes them, many at a time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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

    /// <summary>Removes a webhook, whatever its version; what is pending for it stays until it is dropped.</summary>
    Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken);

    /// <summary>What a webhook was, newest version first, and who made it so.</summary>
    Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Drops all that is pending for a webhook, in steps that do not hold up other writes.</summary>
    Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>The ids of a page of webhooks, newest first, older than the cursor.</summary>
    Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken);
}
