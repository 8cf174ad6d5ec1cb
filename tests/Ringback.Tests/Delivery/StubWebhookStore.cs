using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Delivery;

/// <summary>Takes changes of webhooks and commits them when a test says so; has nothing to read.</summary>
internal sealed class StubWebhookStore : IWebhookStore
{
    private readonly TaskCompletionSource _committed = new();

    /// <summary>Commits what was changed, and from now on every change at once.</summary>
    public void Commit() => _committed.TrySetResult();

    /// <inheritdoc/>
    public Task UpdateWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task AddWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Guid>>([]);
}
