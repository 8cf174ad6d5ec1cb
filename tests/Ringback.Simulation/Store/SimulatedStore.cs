using System.Runtime.CompilerServices;
using Ringback.Delivery;
using Ringback.Events;
using Ringback.Webhooks;

namespace Ringback.Simulation.Store;

/// <summary>The store as one process sees it: what is queued here dies with the process, what is on the disk does not.</summary>
internal sealed partial class SimulatedStore(
    SimulatedProcess process, Disk disk, StoreWeather weather, Random chance)
    : IWebhookStore, IEventStore, IDeliveryStore
{
    private const int DropAtOnce = 7;

    private readonly StoreWriter _writer = new(process, disk, weather, chance);
    private int _reading;

    /// <summary>Outcomes that were queued and whose commit was not reported.</summary>
    public int Unrecorded { get; private set; }

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle => _writer.IsIdle && _reading == 0;

    /// <inheritdoc/>
    public async IAsyncEnumerable<T> LoadWebhooksAsync<T>(
        Func<StoredWebhook, T> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var webhook in await ReadAsync(() => disk.Webhooks.Values.ToList(), false))
        {
            if (process.DiesAt(CrashPoint.Starting))
            {
                await process.Time.Delay(TimeSpan.Zero);
            }

            yield return make(webhook);
        }
    }

    /// <inheritdoc/>
    public Task AddWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken) => ChangeAsync(disk =>
    {
        disk.Webhooks.Add(webhook.Id, webhook);
        process.Ledger.WebhookAdded(webhook);
    });

    /// <inheritdoc/>
    public async Task UpdateWebhookAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        process.Ledger.WebhookChanging(webhook);
        try
        {
            await ChangeAsync(disk =>
            {
                if (disk.Webhooks.ContainsKey(webhook.Id))
                {
                    disk.Webhooks[webhook.Id] = webhook;
                }
            });
        }
        catch (StoreUnavailableException)
        {
            process.Ledger.WebhookNotChanged(webhook);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        ChangeAsync(disk => disk.Delete(webhookId));

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    public async Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        for (var dropped = DropAtOnce; dropped == DropAtOnce;)
        {
            await ChangeAsync(disk => dropped = disk.Drop(webhookId, DropAtOnce), CrashPoint.DroppedInPart);
        }
    }

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

    private Task ChangeAsync(Action<Disk> execute, CrashPoint? told = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writer.Enqueue(
            new StoreWrite(execute, done.SetResult,
                () => done.SetException(new StoreUnavailableException("The simulated store cannot commit.")),
                CrashPoint.ChangeQueued, CrashPoint.ChangeCommitted, told),
            isUrgent: true);
        return done.Task;
    }

    /// <summary>Reads beside the writer: what it gives may be old by the time that it is looked at.</summary>
    private async Task<T> ReadAsync<T>(Func<T> read, bool fails)
    {
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
