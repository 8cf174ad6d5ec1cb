using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Store;

/// <summary>The store as one process sees it: what is queued here dies with the process, what is on the disk does not.</summary>
internal sealed partial class SimulatedStore(
    SimulatedProcess process, IBacking backing, StoreWeather weather, Random chance)
    : IWebhookStore, IEventStore, IDeliveryStore
{
    private readonly StoreWriter _writer = new(process, backing, weather, chance);
    private int _reading;

    /// <summary>Outcomes that were queued and whose commit was not reported.</summary>
    public int Unrecorded { get; private set; }

    /// <summary>What was queued and is not committed.</summary>
    public IReadOnlyList<StoreWrite> Unfinished => _writer.Unfinished;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle => _writer.IsIdle && _reading == 0;

    /// <inheritdoc/>
    public async Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class
    {
        foreach (var webhook in await ReadAsync(backing.LoadWebhooks, false))
        {
            if (process.DiesAt(CrashPoint.Starting))
            {
                await process.Time.Delay(TimeSpan.Zero);
            }

            if (make(webhook) is { } made)
            {
                take([made]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        foreach (var webhook in await ReadAsync(backing.LoadWebhooks, false))
        {
            if (webhook.Id == webhookId)
            {
                return webhook;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Webhooks.Registry.WebhookVersion>> ListVersionsAsync(
        Guid webhookId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists versions in the simulator.");

    /// <inheritdoc/>
    public async Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            disk =>
            {
                disk.Webhooks.Add(webhook.Id, webhook);
                process.Ledger.WebhookAdded(webhook);
            },
            store => store.AddWebhookAsync(webhook, by, CancellationToken.None));
        return new WebhookWrite(WebhookWriteState.Done);
    }

    /// <inheritdoc/>
    public async Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken)
    {
        var write = new WebhookWrite(WebhookWriteState.Stale);
        process.Ledger.WebhookChanging(webhook);
        try
        {
            await ChangeAsync(
                disk =>
                {
                    if (disk.Webhooks.TryGetValue(webhook.Id, out var before) && before.Version == webhook.Version - 1)
                    {
                        disk.Webhooks[webhook.Id] = webhook;
                        write = new WebhookWrite(WebhookWriteState.Done);
                    }
                },
                store => store.UpdateWebhookAsync(webhook, by, CancellationToken.None));
            return write;
        }
        catch (StoreUnavailableException)
        {
            process.Ledger.WebhookNotChanged(webhook);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) =>
        ChangeAsync(disk => disk.Delete(webhookId), store => store.DeleteWebhookAsync(webhookId, by, CancellationToken.None));

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) => DropAsync(
        webhookId, ofInactive: false, store => store.DropPendingAsync(webhookId, CancellationToken.None));

    /// <inheritdoc/>
    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) => DropAsync(
        webhookId, ofInactive: true, store => store.DropInactiveAsync(webhookId, CancellationToken.None));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists webhooks in the simulator.");

    /// <inheritdoc/>
    public Task CommitEventsAsync(
        IReadOnlyList<EventCommit> commits, EventHandOver handOver, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Enqueue(
            new StoreWrite(
                disk =>
                {
                    foreach (var commit in commits)
                    {
                        disk.Add(commit);
                    }
                },
                store => WriteAsync(store, commits),
                () =>
                {
                    handOver(commits);
                    if (!process.DiesAt(CrashPoint.HandedOver))
                    {
                        done.SetResult();
                    }
                },
                () => done.SetException(new StoreUnavailableException("The simulated store cannot commit.")),
                CrashPoint.PublishQueued, CrashPoint.PublishCommitted),
            isUrgent: true);
        return done.Task;
    }

    private async Task WriteAsync(IStore store, IReadOnlyList<EventCommit> commits)
    {
        var right = commits.Select(commit => (commit.IsDuplicate, commit.Matched)).ToList();
        await store.CommitEventsAsync(commits, static _ => { }, CancellationToken.None);
        if (!commits.Select(commit => (commit.IsDuplicate, commit.Matched)).SequenceEqual(right))
        {
            process.Ledger.Violate($"The database took {commits[0].Event.PublicId} for new, or for a duplicate, when it was not.");
        }
    }

    private async Task DropAsync(Guid webhookId, bool ofInactive, Func<IStore, Task> write)
    {
        for (var dropped = backing.DropAtOnce; dropped == backing.DropAtOnce;)
        {
            await ChangeAsync(
                disk => dropped = disk.Drop(webhookId, ofInactive, backing.DropAtOnce), write, CrashPoint.DroppedInPart);
        }
    }

    private Task ChangeAsync(Action<Disk> execute, Func<IStore, Task> write, CrashPoint? told = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Enqueue(
            new StoreWrite(execute, write, done.SetResult,
                () => done.SetException(new StoreUnavailableException("The simulated store cannot commit.")),
                CrashPoint.ChangeQueued, CrashPoint.ChangeCommitted, told),
            isUrgent: true);
        return done.Task;
    }

    /// <summary>Reads beside the writer: what it gives may be old by the time that it is looked at.</summary>
    private async Task<T> ReadAsync<T>(Func<T> read, bool fails, Func<T, bool>? isQuick = null)
    {
        // Of the many shards that have nothing, none takes a time of its own: it would be most of all that happens.
        if (!fails && isQuick is not null && read() is var nothing && isQuick(nothing))
        {
            return nothing;
        }

        _reading++;
        try
        {
            await process.Time.Delay(TimeSpan.FromMilliseconds(chance.NextDouble() * 3));
            if (fails)
            {
                weather.LastFailure = process.Now;
                throw new StoreUnavailableException("The simulated store cannot read.");
            }

            var result = read();
            await process.Time.Delay(TimeSpan.FromMilliseconds(chance.NextDouble() * 10));
            return result;
        }
        finally
        {
            _reading--;
        }
    }
}
