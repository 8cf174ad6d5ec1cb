using Ringback.Events;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Store;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Defects;

/// <summary>Defects between the engine and its store; without one it only passes on.</summary>
internal sealed partial class DefectiveStore(SimulatedStore store, SimulatedProcess process, Disk disk, Defect defect)
    : IWebhookStore, IEventStore
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class => store.LoadWebhooksAsync(make, take, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        defect == Defect.ForgottenIsDropped
            ? Task.FromResult<StoredWebhook?>(null)
            : store.FindWebhookAsync(webhookId, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Webhooks.Registry.WebhookVersion>> ListVersionsAsync(
        Guid webhookId, CancellationToken cancellationToken) =>
        store.ListVersionsAsync(webhookId, cancellationToken);

    /// <inheritdoc/>
    public Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        store.AddWebhookAsync(webhook, by, cancellationToken);

    /// <inheritdoc/>
    public async Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken)
    {
        var update = store.UpdateWebhookAsync(webhook, by, cancellationToken);
        var isDisabled = process.Ledger.Webhook(webhook.Id).Disabling == Disabling.Asked;
        if (defect == Defect.DisablingIsIgnored && isDisabled && process.Index.Find(webhook.Id) is { } active)
        {
            process.Scheduler.WebhookChanged(new WebhookChange(active with { Status = WebhookStatus.Inactive }, active));
            await process.Time.Delay(Late);
        }

        var write = await update;
        if (defect == Defect.InactiveIsDropped && webhook.Status == WebhookStatus.Inactive)
        {
            await store.DropInactiveAsync(webhook.Id, cancellationToken);
        }

        return write;
    }

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) =>
        store.DeleteWebhookAsync(webhookId, by, cancellationToken);

    /// <inheritdoc/>
    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) =>
        store.DropInactiveAsync(webhookId, cancellationToken);

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    public async Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        if (defect == Defect.ForgottenIsDropped)
        {
            // The statement itself asks whether the webhook is gone: this one does not.
            await store.DropInactiveAsync(webhookId, cancellationToken);
        }

        await store.DropPendingAsync(webhookId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        store.ListWebhooksAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async Task CommitEventsAsync(
        IReadOnlyList<EventCommit> commits, EventHandOver handOver, CancellationToken cancellationToken)
    {
        if (defect == Defect.DeliversUnwritten)
        {
            handOver(commits);
            await Never();
        }

        if (defect != Defect.PublishNotWritten)
        {
            await store.CommitEventsAsync(commits, handOver, cancellationToken);
        }

        if (defect == Defect.PublishNotAnswered)
        {
            await Never();
        }
    }

    private static Task Never() => new TaskCompletionSource().Task;
}
