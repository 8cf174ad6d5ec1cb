using System.Runtime.CompilerServices;
using Npgsql;
using Ringback.Ownership;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresMaintenance
{
    private static readonly (StoreRule Rule, string Sql)[] Rules =
    [
        (StoreRule.PendingEvent, """
            SELECT count(*), min(p.delivery_id::text) FROM pending p
            WHERE NOT EXISTS (
                SELECT FROM webhooks w JOIN events e ON e.org_id = w.org_id AND e.id = p.event_id
                WHERE w.shard = p.shard AND w.id = p.webhook_id)
              AND EXISTS (SELECT FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """),
        (StoreRule.PendingWebhook, """
            SELECT count(*), min(p.webhook_id::text) FROM pending p
            WHERE NOT EXISTS (SELECT FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """),
        (StoreRule.PendingOver, """
            SELECT count(*), min(p.delivery_id::text) FROM pending p
            WHERE EXISTS (
                SELECT FROM attempts a
                WHERE a.webhook_id = p.webhook_id AND a.delivery_id = p.delivery_id
                  AND a.verdict IN (0, 2))
            """),
        (StoreRule.PresentVersion, """
            SELECT count(*), min(w.id::text) FROM webhooks w
            WHERE NOT EXISTS (
                SELECT FROM webhook_versions v
                WHERE v.shard = w.shard AND v.webhook_id = w.id AND v.version = w.version AND v.until IS NULL)
            """),
        (StoreRule.HealthWebhook, """
            SELECT count(*), min(h.webhook_id::text) FROM webhook_health h
            WHERE NOT EXISTS (SELECT FROM webhooks w WHERE w.shard = h.shard AND w.id = h.webhook_id)
            """),
        (StoreRule.Shard, """
            SELECT count(*), min(webhook_id::text) FROM (
                SELECT shard, webhook_id FROM pending UNION ALL SELECT shard, webhook_id FROM webhook_health
                UNION ALL SELECT shard, webhook_id FROM webhook_versions
                UNION ALL SELECT shard, id FROM webhooks) AS rows
            WHERE shard <> get_byte(uuid_send(webhook_id), 15)
            """),
        (new StoreRule("chosen-ids", "Every id that a publisher chose belongs to an event", "event"), """
            SELECT count(*), min(c.event_id::text) FROM chosen_ids c
            WHERE NOT EXISTS (SELECT FROM events e WHERE e.org_id = c.org_id AND e.id = c.event_id)
            """),
        (new StoreRule("shards", "The table of shards is complete", "shard"), $"""
            SELECT count(*), min(number::text) FROM generate_series(0, {Shards.Count - 1}) AS number
            WHERE NOT EXISTS (SELECT FROM shards WHERE shard = number)
            """),
    ];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        foreach (var (rule, sql) in Rules)
        {
            yield return await CountAsync(connection, rule, sql, cancellationToken);
        }

        yield return await CheckPartitionsAsync(connection, cancellationToken);
    }

    private static async Task<Finding> CountAsync(
        NpgsqlConnection connection, StoreRule rule, string sql, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, Command(sql, []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return rule.Found(reader.GetInt64(0), reader.OrNull<string>(1));
    }

    private async Task<Finding> CheckPartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        var missing = new List<string>();
        foreach (var table in PostgresPartitions.Tables)
        {
            foreach (var day in new[] { today, today.AddDays(1) })
            {
                var name = PostgresPartitions.Name(table, day);
                if (!await PostgresDatabase.HasTableAsync(connection, name, cancellationToken))
                {
                    missing.Add(name);
                }
            }
        }

        return new Finding("partitions", "There are partitions for today and tomorrow", missing.Count,
            missing.Count == 0 ? null : $"no {string.Join(", no ", missing)}; a server makes them when it starts, and every hour");
    }
}
