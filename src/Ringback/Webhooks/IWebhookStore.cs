namespace Ringback.Webhooks;

/// <summary>Where webhooks are kept. What is read back is a <see cref="StoredWebhook"/>: the registry parses it.</summary>
internal interface IWebhookStore
{
    /// <summary>Every webhook of the store, in no order.</summary>
    IAsyncEnumerable<StoredWebhook> LoadWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>Adds a webhook.</summary>
    Task AddWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Replaces a webhook by its id; does nothing when it is gone.</summary>
    Task UpdateWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken);

    /// <summary>Removes a webhook and what is pending for it.</summary>
    Task DeleteWebhookAsync(Guid webhookId, CancellationToken cancellationToken);

    /// <summary>The ids of a page of webhooks, newest first, older than the cursor.</summary>
    Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken);
}
