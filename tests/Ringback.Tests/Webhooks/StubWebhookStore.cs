using System.Collections.Concurrent;
using Ringback.Installation;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Webhooks;

/// <summary>A webhook store in memory that can refuse to write, and hold a write back.</summary>
internal sealed class StubWebhookStore : IWebhookStore
{
    private readonly ConcurrentDictionary<Guid, StoredWebhook> _rows = new();

    public bool IsAway { get; set; }

    public Task MayWrite { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<Guid> Dropped { get; } = new();

    public ICollection<StoredWebhook> Rows => _rows.Values;

    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class
    {
        take([.. Rows.Select(make).OfType<T>()]);
        return Task.CompletedTask;
    }

    public Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        Task.FromResult(_rows.TryGetValue(webhookId, out var row) ? row : (StoredWebhook?)null);

    public Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        WriteAsync(() => Put(webhook));

    public Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        WriteAsync(() => _rows.TryGetValue(webhook.Id, out var row) && row.Version == webhook.Version - 1
            ? Put(webhook)
            : new WebhookWrite(WebhookWriteState.Stale));

    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) =>
        WriteAsync(() => _rows.TryRemove(webhookId, out _));

    public Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Changes a row as another process would.</summary>
    public void Change(Guid webhookId, Func<StoredWebhook, StoredWebhook> change) => _rows[webhookId] = change(_rows[webhookId]);

    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) =>
        DropPendingAsync(webhookId, cancellationToken);

    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) =>
        WriteAsync(() =>
        {
            Dropped.Enqueue(webhookId);
            return true;
        });

    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    // As in a store: of two with one subject only the first is written.
    private WebhookWrite Put(StoredWebhook webhook)
    {
        foreach (var row in _rows.Values)
        {
            if (webhook.Subject is { } subject && row.Subject is { } taken && row.Id != webhook.Id && row.OrgId == webhook.OrgId
                && taken.AsSpan().SequenceEqual(subject))
            {
                return new WebhookWrite(WebhookWriteState.Taken, row.Id);
            }
        }

        _rows[webhook.Id] = webhook;
        return new WebhookWrite(WebhookWriteState.Done);
    }

    private async Task<T> WriteAsync<T>(Func<T> write)
    {
        await MayWrite;
        if (IsAway)
        {
            throw new StoreUnavailableException("away");
        }

        return write();
    }
}
