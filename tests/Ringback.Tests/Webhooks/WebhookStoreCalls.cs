using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Webhooks;

/// <summary>Changes of webhooks of which it does not matter who made them.</summary>
internal static class WebhookStoreCalls
{
    /// <summary>Whoever it was.</summary>
    public static readonly ChangedBy Somebody = new(ChangeCause.Administration, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    public static Task<WebhookWrite> AddWebhookAsync(
        this IWebhookStore store, StoredWebhook webhook, CancellationToken cancellationToken) =>
        store.AddWebhookAsync(webhook, Somebody, cancellationToken);

    public static Task<WebhookWrite> UpdateWebhookAsync(
        this IWebhookStore store, StoredWebhook webhook, CancellationToken cancellationToken) =>
        store.UpdateWebhookAsync(webhook, Somebody, cancellationToken);

    public static Task DeleteWebhookAsync(this IWebhookStore store, Guid webhookId, CancellationToken cancellationToken) =>
        store.DeleteWebhookAsync(webhookId, Somebody, cancellationToken);
}
