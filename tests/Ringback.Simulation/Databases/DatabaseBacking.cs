using System.Collections.Concurrent;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Defects;
using Ringback.Simulation.Store;
using Ringback.Storage;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Databases;

/// <summary>
/// A real database beside the simulator's own disk: what is committed goes to both, in no virtual time; what is read comes
/// from the database, and has to be what the disk has.
/// </summary>
internal sealed class DatabaseBacking(IDatabase database, Disk disk, Ledger ledger, Defect defect) : IBacking
{
    private static readonly LanePageRequest NoLane = new(Guid.Empty, "", DateTimeOffset.UnixEpoch, 1);

    private IReadOnlyList<StoreWrite> _unfinished = [];
    private TimeProvider _time = TimeProvider.System;
    private IStore? _store;

    /// <inheritdoc/>
    public int DropAtOnce => int.MaxValue;

    private IStore Store => _store ?? throw new StoreUnavailableException("No process has opened the database.");

    /// <inheritdoc/>
    public void Open(TimeProvider time)
    {
        _time = time;
        _store = Await(() => _store is { } dead ? database.TakeOverAsync(dead, _unfinished, time) : database.OpenAsync(time))
            ?? _store;
        if (defect == Defect.DatabaseTakesOutcomesOfTheDead)
        {
            Await(async () =>
            {
                await Task.WhenAll(_unfinished.Where(write => write.Queued == CrashPoint.OutcomeQueued)
                    .Select(write => write.Write(Store)));
                return true;
            });
        }
    }

    /// <inheritdoc/>
    public void Leave(IReadOnlyList<StoreWrite>? unfinished)
    {
        _unfinished = unfinished ?? [];
        if (unfinished is null)
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void PrepareDays() => Await(async () =>
    {
        await Store.PrepareDaysAsync(_time.GetUtcNow(), CancellationToken.None);
        return true;
    });

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<StoreWrite> batch)
    {
        foreach (var write in batch)
        {
            write.Execute(disk);
        }

        Await(async () =>
        {
            var writes = batch.Where(write => !DefectiveDatabase.Loses(write, defect)).Select(write => write.Write(Store)).ToList();

            if (batch.All(static write => write.Queued == CrashPoint.OutcomeQueued))
            {
                // Outcomes alone would wait for company, in real time, unless somebody wants to read after them.
                Store.ReadLane(NoLane, static _ => { });
            }

            await Task.WhenAll(writes);
            return true;
        });
    }

    /// <inheritdoc/>
    public LanePage Read(LanePageRequest request) => Compare("a page of a lane", disk.Read(request),
        () =>
        {
            var read = new TaskCompletionSource<LanePage?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Store.ReadLane(request, read.SetResult);
            return read.Task;
        },
        static page => $"{string.Join(", ", page.Deliveries.Select(Text))}; next {page.NextDue:O}");

    /// <inheritdoc/>
    public IReadOnlyList<LaneBacklog> FindLanes(ShardRange shards) => Compare("the lanes", disk.FindLanes(shards),
        async () => await Store.FindLanesAsync(shards, CancellationToken.None),
        static lanes => string.Join(", ", lanes.Select(lane => $"{lane.WebhookId} from {lane.EarliestDue:O}")));

    /// <inheritdoc/>
    public IReadOnlyList<HealthRecord> LoadHealth(ShardRange shards) => Compare("the health", disk.LoadHealth(shards),
        async () => await Store.LoadHealthAsync(shards, CancellationToken.None),
        static records => string.Join(", ", records.Select(Text).Order(StringComparer.Ordinal)));

    /// <inheritdoc/>
    public IReadOnlyList<StoredWebhook> LoadWebhooks() => Compare<IReadOnlyList<StoredWebhook>>("the webhooks", disk.LoadWebhooks(),
        ReadWebhooksAsync,
        static webhooks => string.Join(", ", webhooks.Select(Text)));

    /// <inheritdoc/>
    public string? Objection(bool hasClockJumped)
    {
        Close();
        var objection = Await(async () =>
            await DatabaseRule.ObjectionAsync(database.Address, disk, _time, hasClockJumped) ?? "");
        return string.IsNullOrEmpty(objection) ? null : objection;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Shards are read beside each other, and a seed has to give the same run each time.
    private async Task<IReadOnlyList<StoredWebhook>?> ReadWebhooksAsync()
    {
        var webhooks = new ConcurrentQueue<object>();
        await Store.LoadWebhooksAsync<object>(
            static row => row, made => made.ToList().ForEach(webhooks.Enqueue), CancellationToken.None);
        return [.. webhooks.Cast<StoredWebhook>().OrderBy(webhook => Shards.Of(webhook.Id)).ThenBy(webhook => webhook.Id)];
    }

    private static string Text(DueDelivery delivery) =>
        $"{delivery.DeliveryId} of {delivery.WebhookId}, due {delivery.Due:O}, {delivery.Attempts} attempts: {Text(delivery.Event)}";

    private static string Text(WebhookEvent webhookEvent) =>
        $"{webhookEvent.Id} {webhookEvent.PublicId} {webhookEvent.HasChosenId} {webhookEvent.OrgId} {webhookEvent.Resource} "
        + $"{webhookEvent.Type} {webhookEvent.ActorId} {webhookEvent.Created:O} {Convert.ToHexString(webhookEvent.Data)}";

    private static string Text(HealthRecord health) =>
        $"{health.WebhookId} {string.Join("/", health.Failures.Select(failure => $"{failure:O}"))} "
        + $"{health.DisabledAt:O} {health.IsOnProbation}";

    private static string Text(StoredWebhook webhook) =>
        $"{webhook with { Secrets = null, Subject = null }} {webhook.Created:O} {Convert.ToHexString(webhook.Secrets ?? [])} "
        + Convert.ToHexString(webhook.Subject ?? []);

    private T Compare<T>(string what, T right, Func<Task<T?>> read, Func<T, string> text)
        where T : class
    {
        var answer = Await(read);
        if (answer is null || text(answer) != text(right))
        {
            ledger.Violate($"The database gave {what} as {(answer is null ? "nothing" : text(answer))}; right is {text(right)}.");
        }

        return answer ?? right;
    }

    private void Close()
    {
        if (_store is { } store)
        {
            _store = null;
            Await(async () =>
            {
                await store.DisposeAsync();
                return true;
            });
        }
    }

    private T? Await<T>(Func<Task<T>> work)
    {
        try
        {
            return RealTime.Await(work);
        }
        catch (Exception error)
        {
            ledger.Violate($"The database failed: {error}");
            return default;
        }
    }
}
