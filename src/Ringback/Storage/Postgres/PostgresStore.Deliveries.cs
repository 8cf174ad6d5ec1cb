using Npgsql;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    // OFFSET 0 here and below: a look-up for each row, whatever the planner takes for the size of a table, as in OutcomeRows.
    private const string ReadLaneSql = """
        SELECT p.delivery_id, p.due, p.attempts, p.event_id, e.size, p.position, p.purpose, p.ladder_from, p.order_key
        FROM pending p, LATERAL (
            SELECT octet_length(data) AS size FROM events WHERE org_id = $3 AND id = p.event_id OFFSET 0) AS e
        WHERE p.shard = $1 AND p.webhook_id = $2 AND p.due <= $4
        ORDER BY p.due, p.delivery_id LIMIT $5
        """;

    private const string ReadEventsSql = $"""
        SELECT {EventRows.Columns}
        FROM unnest($2::uuid[]) AS wanted (id), LATERAL (
            SELECT * FROM events WHERE org_id = $1 AND id = wanted.id OFFSET 0) AS e
        """;

    private const string NextDueSql = """
        SELECT due FROM pending WHERE shard = $1 AND webhook_id = $2 AND due > $3 ORDER BY due LIMIT 1
        """;

    // One look-up a lane: the next row whose (shard, webhook) is greater than the last one's.
    private const string FindLanesSql = """
        WITH RECURSIVE lanes AS (
            (SELECT shard, webhook_id, due FROM pending WHERE shard BETWEEN $1 AND $2
             ORDER BY shard, webhook_id, due LIMIT 1)
            UNION ALL
            SELECT following.shard, following.webhook_id, following.due
            FROM lanes, LATERAL (
                SELECT shard, webhook_id, due FROM pending
                WHERE (shard, webhook_id) > (lanes.shard, lanes.webhook_id) AND shard <= $2
                ORDER BY shard, webhook_id, due LIMIT 1) AS following)
        SELECT webhook_id, due FROM lanes
        """;

    private const string LoadHealthSql = """
        SELECT webhook_id, failures, disabled_at, on_probation, failing_since, failed_since FROM webhook_health
        WHERE shard BETWEEN $1 AND $2
        """;

    private const string CountPendingSql = "SELECT webhook_id, count(*) FROM pending WHERE shard = $1 GROUP BY webhook_id";

    private readonly RecentEvents _recentEvents = new();

    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded) =>
        Writer.Enqueue(new OutcomeWrite(outcome, recorded));

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read) =>
        Writer.EnqueueRead(async connection => read(connection is null ? null : await ReadPageAsync(connection, request)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(
        ShardRange shards, CancellationToken cancellationToken) =>
        await ReadAsync(
            Sql.Command(FindLanesSql, (short)shards.First, (short)shards.Last),
            static reader => new LaneBacklog(reader.GetGuid(0), reader.Time(1)),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HealthRecord>> LoadHealthAsync(
        ShardRange shards, CancellationToken cancellationToken) =>
        await ReadAsync(
            Sql.Command(LoadHealthSql, (short)shards.First, (short)shards.Last),
            static reader => new HealthRecord(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset[]>(1),
                reader.TimeOrNull(2), reader.GetBoolean(3))
            {
                FailingSince = reader.TimeOrNull(4),
                FailedSince = reader.GetInt32(5),
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveHealthAsync(HealthRecord health, CancellationToken cancellationToken)
    {
        var (sql, parameters) = HealthRows.Statement(health);
        return WriteAsync(sql, parameters, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(Guid WebhookId, long Count)>> CountPendingAsync(
        int shard, CancellationToken cancellationToken) =>
        await ReadAsync(
            Sql.Command(CountPendingSql, (short)shard), static reader => (reader.GetGuid(0), reader.GetInt64(1)),
            cancellationToken);

    private async Task<LanePage?> ReadPageAsync(NpgsqlConnection connection, LanePageRequest request)
    {
        try
        {
            var shard = (short)Shards.Of(request.WebhookId);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Sql.Command(ReadLaneSql, shard, request.WebhookId, request.OrgId, request.DueUntil.UtcDateTime,
                        request.Limit),
                    Sql.Command(NextDueSql, shard, request.WebhookId, request.DueUntil.UtcDateTime),
                },
            };
            var rows = new List<PendingRow>();
            DateTimeOffset? nextDue;
            await using (var reader = await batch.ExecuteReaderAsync())
            {
                var weight = 0;
                while (weight < request.Limit && await reader.ReadAsync())
                {
                    rows.Add(new PendingRow(
                        reader.GetGuid(0), reader.Time(1), reader.GetInt32(2), reader.GetGuid(3), reader.GetInt64(5),
                        (DeliveryPurpose)reader.GetInt16(6), reader.GetInt32(7), reader.OrNull<string>(8)));
                    weight += DueDelivery.WeightOf(reader.GetInt32(4));
                }

                nextDue = weight >= request.Limit ? rows[^1].Due
                    : await reader.NextResultAsync() && await reader.ReadAsync() ? reader.Time(0)
                    : null;
            }

            var events = await FindEventsAsync(connection, request.OrgId, rows.Select(row => row.EventId).ToHashSet());
            return new LanePage(
                [.. rows.Where(row => events.ContainsKey(row.EventId)).Select(row =>
                    new DueDelivery(request.WebhookId, row.DeliveryId, events[row.EventId], row.Due, row.Attempts)
                    {
                        Position = row.Position,
                        Purpose = row.Purpose,
                        LadderFrom = row.LadderFrom,
                        OrderKey = row.OrderKey,
                    })],
                nextDue);
        }
        catch (Exception)
        {
            // Whatever it is: the writer, which runs this, has to go on; the lane asks again.
            return null;
        }
    }

    private async Task<Dictionary<Guid, WebhookEvent>> FindEventsAsync(
        NpgsqlConnection connection, string orgId, HashSet<Guid> ids)
    {
        var events = new Dictionary<Guid, WebhookEvent>();
        foreach (var id in ids)
        {
            if (_recentEvents.Find(id) is { } known)
            {
                events.Add(id, known);
            }
        }

        ids.ExceptWith(events.Keys);
        if (ids.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { Sql.Command(ReadEventsSql, orgId, ids.ToArray()) },
            };
            await using var reader = await batch.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var read = _recentEvents.Share(EventRows.Read(reader, orgId));
                events.Add(read.Id, read);
            }
        }

        return events;
    }

    private sealed record PendingRow(
        Guid DeliveryId, DateTimeOffset Due, int Attempts, Guid EventId, long Position, DeliveryPurpose Purpose, int LadderFrom,
        string? OrderKey);
}
