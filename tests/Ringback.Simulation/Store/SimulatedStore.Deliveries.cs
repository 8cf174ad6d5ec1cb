using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Ownership;
using Ringback.Storage;

namespace Ringback.Simulation.Store;

internal sealed partial class SimulatedStore
{
    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded)
    {
        Unrecorded++;
        var saveHealth = process.Ledger.Recording(outcome);
        _writer.Enqueue(
            new StoreWrite(
                disk =>
                {
                    disk.Record(outcome);
                    saveHealth();
                },
                store => WriteAsync(store, outcome),
                () =>
                {
                    process.Ledger.Recorded(outcome);
                    Unrecorded--;
                    recorded(outcome);
                },
                Failed: null, CrashPoint.OutcomeQueued, CrashPoint.OutcomeCommitted, CrashPoint.OutcomeRecorded),
            isUrgent: false);
    }

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read) => _writer.EnqueueRead(() =>
    {
        var page = weather.PagesFail ? null : backing.Read(request);
        if (page is null)
        {
            weather.LastFailure = process.Now;
        }

        if (!process.DiesAt(CrashPoint.PageRead))
        {
            process.Ledger.PageRead(request, page);
            read(page);
        }
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(ShardRange shards, CancellationToken cancellationToken) =>
        ReadAsync(() => backing.FindLanes(shards), weather.SearchesFail, static lanes => lanes.Count == 0);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(ShardRange shards, CancellationToken cancellationToken) =>
        ReadAsync(() => backing.LoadHealth(shards), false, static records => records.Count == 0);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken)
    {
        var saveHealth = process.Ledger.HealthToSave(health.WebhookId);
        return ChangeAsync(
            disk =>
            {
                disk.Save(health);
                saveHealth();
            },
            store => store.SaveHealthAsync(health, CancellationToken.None));
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => ChangeAsync(_ => { }, store => store.ProbeAsync(CancellationToken.None));

    private static Task WriteAsync(IStore store, OutcomeCommit outcome)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Record(outcome, _ => done.SetResult());
        return done.Task;
    }
}
