using Ringback.Delivery;

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
        var page = weather.PagesFail ? null : disk.Read(request);
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
    public Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<LaneBacklog>>(
            () => [.. disk.Pending.Select(lane => new LaneBacklog(lane.Key, lane.Value.Min!.Due))],
            weather.SearchesFail);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<HealthRecord>>(() => [.. disk.Health.Values], false);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken)
    {
        var saveHealth = process.Ledger.HealthToSave(health.WebhookId);
        return ChangeAsync(disk =>
        {
            disk.Save(health);
            saveHealth();
        });
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => ChangeAsync(_ => { });
}
