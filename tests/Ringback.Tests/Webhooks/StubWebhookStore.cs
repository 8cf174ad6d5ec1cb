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

    public Task AddWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken) =>
        WriteAsync(() => _rows[webhook.Id] = webhook);

    public Task UpdateWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken) =>
        WriteAsync(() => _rows[webhook.Id] = webhook);

    public Task DeleteWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        WriteAsync(() => _rows.TryRemove(webhookId, out _));

    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) =>
        WriteAsync(() => Dropped.Enqueue(webhookId));

    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task WriteAsync(Action write)
    {
        await MayWrite;
        if (IsAway)
        {
            throw new StoreUnavailableException("away");
        }

        write();
    }
}
