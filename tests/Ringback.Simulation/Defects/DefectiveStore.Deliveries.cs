using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Ownership;

namespace Ringback.Simulation.Defects;

internal sealed partial class DefectiveStore : IDeliveryStore
{
    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded)
    {
        switch (defect)
        {
            case Defect.OutcomeNotQueued:
                process.Ledger.Recording(outcome);
                break;
            case Defect.OutcomeNotWritten:
                process.Ledger.Recording(outcome);
                process.Work.Post(() =>
                {
                    process.Ledger.Recorded(outcome);
                    recorded(outcome);
                });
                break;
            case Defect.OutcomeNotQueuedAtStop when process.State == ProcessState.Stopping:
                process.Ledger.Recording(outcome);
                process.Work.Post(() => recorded(outcome));
                break;
            case Defect.OutcomeOfOtherRow:
                outcome.Delivery.Due += Late;
                store.Record(outcome, recorded);
                break;
            default:
                store.Record(defect == Defect.HealthNotSaved ? outcome with { Health = null } : outcome, recorded);
                break;
        }
    }

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read)
    {
        switch (defect)
        {
            case Defect.PageWithoutEnd:
                process.Work.Post(() => read(new LanePage([], request.DueUntil)));
                break;
            case Defect.PageTooEarly:
                store.ReadLane(request with { DueUntil = request.DueUntil + TimeSpan.FromDays(1) },
                    page => read(page is null ? null : page with { Deliveries = [.. page.Deliveries.Select(DueNow)] }));
                break;
            default:
                store.ReadLane(request, page => read(page is null ? null : Spoil(page)));
                break;
        }

        DueDelivery DueNow(DueDelivery delivery)
        {
            delivery.Due = request.DueUntil;
            return delivery;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(
        ShardRange shards, CancellationToken cancellationToken)
    {
        var lanes = await store.FindLanesAsync(shards, cancellationToken);
        return defect == Defect.SweepFindsNothing ? [] : lanes;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(ShardRange shards, CancellationToken cancellationToken) =>
        store.LoadHealthAsync(shards, cancellationToken);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken) =>
        store.SaveHealthAsync(health, cancellationToken);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => store.ProbeAsync(cancellationToken);

    private LanePage Spoil(LanePage page)
    {
        if (defect is not (Defect.RowVanishes or Defect.PageLacksRow) || page.Deliveries.Count < 2)
        {
            return page;
        }

        var last = page.Deliveries[^1];
        if (defect == Defect.RowVanishes)
        {
            disk.Lose(last.DeliveryId);
        }

        return page with { Deliveries = [.. page.Deliveries.SkipLast(1)] };
    }
}
