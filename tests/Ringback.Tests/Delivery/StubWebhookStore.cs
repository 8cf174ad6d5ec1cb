using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Delivery;

/// <summary>Takes changes of webhooks and commits them when a test says so; has nothing to read.</summary>
internal sealed class StubWebhookStore : IWebhookStore
{
    private readonly TaskCompletionSource _committed = new();

    /// <summary>Commits what was changed, and from now on every change at once.</summary>
    public void Commit() => _committed.TrySetResult();

    /// <inheritdoc/>
    public Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        Task.FromResult<StoredWebhook?>(null);

    /// <inheritdoc/>
    public Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        DoneAsync();

    /// <inheritdoc/>
    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        DoneAsync();

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookVersion>>([]);

    /// <inheritdoc/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) => _committed.Task;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Guid>>([]);

    private async Task<WebhookWrite> DoneAsync()
    {
        await _committed.Task;
        return new WebhookWrite(WebhookWriteState.Done);
    }
}
