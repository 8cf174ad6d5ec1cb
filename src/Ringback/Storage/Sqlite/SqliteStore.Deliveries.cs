using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Ownership;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const string ReadLaneSql = """
        SELECT delivery_id, due, attempts, event_id, position, purpose, ladder_from, order_key FROM pending
        WHERE shard = ?1 AND webhook_id = ?2 AND due <= ?3
        ORDER BY due, delivery_id
        """;

    private const string ReadEventSql = $"SELECT {EventRow.Columns} FROM events e WHERE e.org_id = ?1 AND e.id = ?2";

    private readonly RecentEvents _recentEvents = new();
    private readonly AttemptLog _attempts = new();

    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded) =>
        Writer.Enqueue(new OutcomeWrite(outcome, recorded, _attempts));

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read) => Writer.EnqueueRead(session =>
    {
        LanePage? page = null;
        try
        {
            page = session is null ? null : ReadPage(session, request);
        }
        finally
        {
            // Whatever is wrong, the lane is told: it asks again.
            read(page);
        }

        return ValueTask.CompletedTask;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(
        ShardRange shards, CancellationToken cancellationToken) =>
        Sweeper.ReadAsync<IReadOnlyList<LaneBacklog>>(
            session =>
            {
                // One seek a lane: the next row whose (shard, webhook) is greater than the last one's.
                var lanes = new List<LaneBacklog>();
                var next = session.Prepare("""
                    SELECT webhook_id, due, shard FROM pending WHERE (shard, webhook_id) > (?1, ?2) AND shard <= ?3
                    ORDER BY shard, webhook_id, due LIMIT 1
                    """);
                var (shard, webhookId) = (shards.First - 1L, Guid.AllBitsSet);
                while (next.Bind(1, shard).Bind(2, webhookId).Bind(3, shards.Last).Step())
                {
                    webhookId = next.Guid(0);
                    lanes.Add(new LaneBacklog(webhookId, next.Time(1)));
                    shard = next.Integer(2);
                    next.Reset();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                next.Reset();
                return lanes;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(ShardRange shards, CancellationToken cancellationToken) =>
        Sweeper.ReadAsync<IReadOnlyList<HealthRecord>>(session => HealthRows.Load(session, shards), cancellationToken);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken) =>
        WriteAsync(session => HealthRows.Save(session, health), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(Guid WebhookId, long Count)>> CountPendingAsync(
        int shard, CancellationToken cancellationToken) =>
        Sweeper.ReadAsync<IReadOnlyList<(Guid, long)>>(
            session =>
            {
                var counts = new List<(Guid, long)>();
                var statement = session.Prepare(
                        "SELECT webhook_id, count(*) FROM pending WHERE shard = ? GROUP BY webhook_id")
                    .Bind(1, shard);
                while (statement.Step())
                {
                    counts.Add((statement.Guid(0), statement.Integer(1)));
                }

                statement.Reset();
                return counts;
            },
            cancellationToken);

    private LanePage ReadPage(SqliteSession session, LanePageRequest request)
    {
        var deliveries = new List<DueDelivery>();
        var weight = 0;
        var statement = session.Prepare(ReadLaneSql)
            .Bind(1, Shards.Of(request.WebhookId))
            .Bind(2, request.WebhookId)
            .Bind(3, request.DueUntil);
        try
        {
            while (weight < request.Limit && statement.Step())
            {
                if (FindEvent(session, request.OrgId, statement.Guid(3)) is { } webhookEvent)
                {
                    deliveries.Add(new DueDelivery(request.WebhookId, statement.Guid(0), webhookEvent, statement.Time(1),
                        (int)statement.Integer(2))
                    {
                        Position = statement.Integer(4),
                        Purpose = (DeliveryPurpose)statement.Integer(5),
                        LadderFrom = (int)statement.Integer(6),
                        OrderKey = statement.Text(7),
                    });
                    weight += deliveries[^1].Weight;
                }
            }
        }
        finally
        {
            statement.Reset();
        }

        var full = weight >= request.Limit;
        return new LanePage(deliveries, NextDue(session, request, full ? deliveries[^1].Due : request.DueUntil, full));
    }

    private WebhookEvent? FindEvent(SqliteSession session, string orgId, Guid id)
    {
        if (_recentEvents.Find(id) is { } known)
        {
            return known;
        }

        var statement = session.Prepare(ReadEventSql).Bind(1, orgId).Bind(2, id);
        try
        {
            return statement.Step() ? _recentEvents.Share(EventRow.Read(statement, orgId)) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static DateTimeOffset? NextDue(
        SqliteSession session, LanePageRequest request, DateTimeOffset from, bool inclusive)
    {
        if (inclusive)
        {
            return from;
        }

        var statement = session.Prepare("""
                SELECT due FROM pending WHERE shard = ? AND webhook_id = ? AND due > ? ORDER BY due LIMIT 1
                """)
            .Bind(1, Shards.Of(request.WebhookId))
            .Bind(2, request.WebhookId)
            .Bind(3, from);
        var due = statement.Step() ? statement.Time(0) : (DateTimeOffset?)null;
        statement.Reset();
        return due;
    }
}
