using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Tests.Delivery;

/// <summary>Rows in memory; commits and pages come when a test asks for them, in the order in which they were asked for.</summary>
internal sealed class StubDeliveryStore : IDeliveryStore
{
    private readonly Dictionary<Guid, SortedDictionary<(DateTimeOffset Due, long Order), DueDelivery>> _lanes = [];
    private readonly Dictionary<Guid, (DateTimeOffset Due, long Order)> _keys = [];
    private readonly Queue<Action> _waiting = new();
    private long _order;

    /// <summary>How many rows are pending.</summary>
    public int Pending => _keys.Count;

    /// <summary>Whether it takes no outcomes, as one that is closing.</summary>
    public bool RefusesOutcomes { get; set; }

    /// <summary>Whether it can read no page.</summary>
    public bool RefusesPages { get; set; }

    /// <summary>The health that was kept last.</summary>
    public HealthRecord? Health { get; private set; }

    /// <summary>Writes an event and its deliveries.</summary>
    public void Add(EventCommit commit)
    {
        foreach (var (webhookId, deliveryId) in commit.Matches)
        {
            Put(new DueDelivery(webhookId, deliveryId, commit.Event, commit.PublishedAt, 0));
        }
    }

    /// <summary>Drops all rows, as becoming inactive does in the profile webex.</summary>
    public void Drop()
    {
        _lanes.Clear();
        _keys.Clear();
    }

    /// <summary>Does what was asked for, the oldest first, at most so much; whether there was anything.</summary>
    public bool Work(int most = int.MaxValue)
    {
        var any = _waiting.Count > 0;
        while (most-- > 0 && _waiting.TryDequeue(out var work))
        {
            work();
        }

        return any;
    }

    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded)
    {
        if (RefusesOutcomes)
        {
            throw new StoreUnavailableException("The store is closing.");
        }

        _waiting.Enqueue(() => Commit(outcome, recorded));
    }

    private void Commit(OutcomeCommit outcome, Action<OutcomeCommit> recorded)
    {
        var delivery = outcome.Delivery;
        Health = outcome.Health ?? Health;
        if (!_keys.Remove(delivery.DeliveryId, out var key))
        {
            recorded(outcome);
            return;
        }

        _lanes[delivery.WebhookId].Remove(key);
        if (outcome.NextDue is { } due)
        {
            Put(Copy(delivery, due, outcome.Attempt.Number, outcome.LadderFrom));
        }

        recorded(outcome);
    }

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read) => _waiting.Enqueue(() =>
    {
        if (RefusesPages)
        {
            read(null);
            return;
        }

        var page = new List<DueDelivery>();
        var weight = 0;
        DateTimeOffset? nextDue = null;
        foreach (var ((due, _), row) in _lanes.GetValueOrDefault(request.WebhookId) ?? [])
        {
            if (due > request.DueUntil || weight >= request.Limit)
            {
                nextDue = due;
                break;
            }

            page.Add(Copy(row, due, row.Attempts, row.LadderFrom));
            weight += row.Weight;
        }

        read(new LanePage(page, nextDue));
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(ShardRange shards, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LaneBacklog>>([.. _lanes
            .Where(lane => lane.Value.Count > 0 && shards.Contains(Shards.Of(lane.Key)))
            .Select(lane => new LaneBacklog(lane.Key, lane.Value.Keys.First().Due))]);

    /// <inheritdoc cref="IWebhookStore.DropPendingAsync"/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(ShardRange shards, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HealthRecord>>(
            Health is { } kept && shards.Contains(Shards.Of(kept.WebhookId)) ? [kept] : []);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static DueDelivery Copy(DueDelivery row, DateTimeOffset due, int attempts, int ladderFrom) =>
        new(row.WebhookId, row.DeliveryId, row.Event, due, attempts)
        {
            Position = row.Position,
            Purpose = row.Purpose,
            LadderFrom = ladderFrom,
            OrderKey = row.OrderKey,
        };

    /// <summary>Writes a row.</summary>
    public void Put(DueDelivery row)
    {
        if (!_lanes.TryGetValue(row.WebhookId, out var lane))
        {
            _lanes.Add(row.WebhookId, lane = []);
        }

        var key = (row.Due, ++_order);
        lane.Add(key, row);
        _keys.Add(row.DeliveryId, key);
    }
}
