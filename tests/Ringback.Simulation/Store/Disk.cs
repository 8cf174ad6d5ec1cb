using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Ownership;
using Ringback.Simulation.Checks;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Store;

/// <summary>What is durable: it outlives every process. Only committed writes change it.</summary>
internal sealed class Disk(Ledger ledger)
{
    private readonly Dictionary<Guid, SortedSet<PendingRow>> _pending = [];
    private readonly Dictionary<Guid, PendingRow> _rows = [];
    private readonly Dictionary<string, EventCommit> _events = [];
    private readonly List<OutcomeCommit> _outcomes = [];
    private readonly EventPositions _positions = new();

    /// <summary>The webhooks.</summary>
    public Dictionary<Guid, StoredWebhook> Webhooks { get; } = [];

    /// <summary>The failures that may yet disable a webhook.</summary>
    public Dictionary<Guid, HealthRecord> Health { get; } = [];

    /// <summary>The webhooks that have pending rows, with these, earliest first.</summary>
    public IReadOnlyDictionary<Guid, SortedSet<PendingRow>> Pending => _pending;

    /// <summary>The events.</summary>
    public IReadOnlyCollection<EventCommit> Events => _events.Values;

    /// <summary>The attempts, as they were recorded.</summary>
    public IReadOnlyList<OutcomeCommit> Outcomes => _outcomes;

    /// <summary>The event that has this chosen id; null when there is none.</summary>
    public EventCommit? FindEvent(string publicId) => _events.GetValueOrDefault(publicId);

    /// <summary>Adds an event and its deliveries, or marks it as a duplicate.</summary>
    public void Add(EventCommit commit)
    {
        var first = FindEvent(commit.Event.PublicId);
        commit.IsDuplicate = first is not null;
        commit.Matched = (first ?? commit).Matches.Length;
        if (first is not null)
        {
            return;
        }

        _events.Add(commit.Event.PublicId, commit);
        commit.Position = _positions.Next(commit.PublishedAt);
        foreach (var (webhookId, deliveryId) in commit.Matches)
        {
            Add(new PendingRow(webhookId, deliveryId, commit.Event, commit.PublishedAt, 0, commit.Position));
            ledger.RowAdded(webhookId, deliveryId, commit);
        }
    }

    /// <summary>Re-dates or removes the row of an attempt's delivery, and keeps the webhook's health.</summary>
    public void Record(OutcomeCommit outcome)
    {
        if (outcome.Health is { } health)
        {
            Save(health);
        }

        var delivery = outcome.Delivery;
        var row = _rows.GetValueOrDefault(delivery.DeliveryId);
        row = row?.Due == delivery.Due ? row : null;
        if (row is not null)
        {
            Remove(row);
            if (outcome.NextDue is { } due)
            {
                Add(row with { Due = due, Attempts = outcome.Attempt.Number, LadderFrom = outcome.LadderFrom });
            }
        }

        _outcomes.Add(outcome);
        ledger.RowChanged(outcome, row is not null);
    }

    /// <summary>Keeps a webhook's health, unless the webhook is gone.</summary>
    public void Save(HealthRecord health)
    {
        Health.Remove(health.WebhookId);
        if (!health.IsClean && Webhooks.ContainsKey(health.WebhookId))
        {
            Health.Add(health.WebhookId, health);
        }
    }

    /// <summary>Removes a webhook; its rows stay.</summary>
    public void Delete(Guid webhookId)
    {
        Webhooks.Remove(webhookId);
        Health.Remove(webhookId);
        ledger.WebhookDeleted(webhookId);
    }

    /// <summary>Drops some rows of a webhook that is deleted, or of one that is inactive; how many were dropped.</summary>
    public int Drop(Guid webhookId, bool ofInactive, int most)
    {
        var isThere = Webhooks.TryGetValue(webhookId, out var known);
        if (ofInactive != isThere || (isThere && known.Status == WebhookStatus.Active))
        {
            return 0;
        }

        var rows = _pending.GetValueOrDefault(webhookId)?.Take(most).ToList() ?? [];
        var isInactive = Webhooks.TryGetValue(webhookId, out var webhook) && webhook.Status == WebhookStatus.Inactive;
        foreach (var row in rows)
        {
            Remove(row);
            ledger.RowDropped(row.DeliveryId, isInactive);
        }

        return rows.Count;
    }

    /// <summary>Loses a row and tells nobody, as a broken store would.</summary>
    public void Lose(Guid deliveryId)
    {
        if (_rows.GetValueOrDefault(deliveryId) is { } row)
        {
            Remove(row);
        }
    }

    /// <summary>The webhooks by shard, as a database reads them.</summary>
    public IReadOnlyList<StoredWebhook> LoadWebhooks() =>
        [.. Webhooks.Values.OrderBy(webhook => Shards.Of(webhook.Id)).ThenBy(webhook => webhook.Id)];

    /// <summary>The lanes with pending rows by shard, as a database finds them.</summary>
    public IReadOnlyList<LaneBacklog> FindLanes(ShardRange shards) =>
    [
        .. _pending.Where(lane => shards.Contains(Shards.Of(lane.Key))).OrderBy(lane => Shards.Of(lane.Key)).ThenBy(lane => lane.Key)
            .Select(lane => new LaneBacklog(lane.Key, lane.Value.Min!.Due)),
    ];

    /// <summary>The health of the webhooks of some shards.</summary>
    public IReadOnlyList<HealthRecord> LoadHealth(ShardRange shards) =>
        [.. Health.Values.Where(health => shards.Contains(Shards.Of(health.WebhookId)))];

    /// <summary>A page of a lane, exactly as the contract has it.</summary>
    public LanePage Read(LanePageRequest request)
    {
        var rows = _pending.GetValueOrDefault(request.WebhookId) ?? [];
        var page = rows.TakeWhile(row => row.Due <= request.DueUntil).Take(request.Limit).ToList();
        var nextDue = page.Count == request.Limit
            ? page[^1].Due
            : rows.SkipWhile(row => row.Due <= request.DueUntil).FirstOrDefault()?.Due;
        return new LanePage([.. page.Select(Load)], nextDue);
    }

    private static DueDelivery Load(PendingRow row) => new(
        row.WebhookId, row.DeliveryId,
        new WebhookEvent
        {
            Id = row.Event.Id,
            PublicId = row.Event.PublicId,
            HasChosenId = row.Event.HasChosenId,
            OrgId = row.Event.OrgId,
            Resource = row.Event.Resource,
            Type = row.Event.Type,
            ActorId = row.Event.ActorId,
            Created = row.Event.Created,
            Data = row.Event.Data,
        },
        row.Due, row.Attempts)
    {
        Position = row.Position,
        LadderFrom = row.LadderFrom,
    };

    private void Add(PendingRow row)
    {
        if (!_pending.TryGetValue(row.WebhookId, out var rows))
        {
            _pending.Add(row.WebhookId, rows = []);
        }

        rows.Add(row);
        _rows.Add(row.DeliveryId, row);
    }

    private void Remove(PendingRow row)
    {
        var rows = _pending[row.WebhookId];
        rows.Remove(row);
        _rows.Remove(row.DeliveryId);
        if (rows.Count == 0)
        {
            _pending.Remove(row.WebhookId);
        }
    }
}
