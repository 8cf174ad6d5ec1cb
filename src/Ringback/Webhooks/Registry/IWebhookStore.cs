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

    /// <summary>Adds a webhook.</summary>
    Task AddWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Replaces a webhook by its id; does nothing when it is gone.</summary>
    Task UpdateWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Removes a webhook; what is pending for it stays until it is dropped.</summary>
    Task DeleteWebhookAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Drops all that is pending for a webhook, in steps that do not hold up other writes.</summary>
    Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>The ids of a page of webhooks, newest first, older than the cursor.</summary>
    Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken);
}
