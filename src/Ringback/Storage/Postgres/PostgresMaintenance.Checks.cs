using System.Runtime.CompilerServices;
using Npgsql;
using Ringback.Storage.Maintenance;
using Ringback.Webhooks;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresMaintenance
{
    private static readonly (string Check, string Rule, string Sql, string Example)[] Rules =
    [
        ("pending-event", "Every pending delivery has its event", """
            SELECT count(*), min(p.delivery_id::text) FROM pending p
            WHERE NOT EXISTS (
                SELECT FROM webhooks w JOIN events e ON e.org_id = w.org_id AND e.id = p.event_id
                WHERE w.shard = p.shard AND w.id = p.webhook_id)
              AND EXISTS (SELECT FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """, "delivery"),
        ("pending-webhook", StoreRules.PendingWebhook, """
            SELECT count(*), min(p.webhook_id::text) FROM pending p
            WHERE NOT EXISTS (SELECT FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """, "webhook"),
        ("pending-over", "No delivery is pending that an attempt has ended", """
            SELECT count(*), min(p.delivery_id::text) FROM pending p
            WHERE EXISTS (
                SELECT FROM attempts a
                WHERE a.shard = p.shard AND a.webhook_id = p.webhook_id AND a.delivery_id = p.delivery_id
                  AND a.verdict IN (0, 2))
            """, "delivery"),
        ("health-webhook", "What is kept of failures belongs to a webhook", """
            SELECT count(*), min(h.webhook_id::text) FROM webhook_health h
            WHERE NOT EXISTS (SELECT FROM webhooks w WHERE w.shard = h.shard AND w.id = h.webhook_id)
            """, "webhook"),
        ("shard", StoreRules.Shard, """
            SELECT count(*), min(webhook_id::text) FROM (
                SELECT shard, webhook_id FROM pending UNION ALL SELECT shard, webhook_id FROM attempts
                UNION ALL SELECT shard, webhook_id FROM webhook_health UNION ALL SELECT shard, id FROM webhooks) AS rows
            WHERE shard <> get_byte(uuid_send(webhook_id), 15)
            """, "webhook"),
        ("chosen-ids", "Every id that a publisher chose belongs to an event", """
            SELECT count(*), min(c.event_id::text) FROM chosen_ids c
            WHERE NOT EXISTS (SELECT FROM events e WHERE e.org_id = c.org_id AND e.id = c.event_id)
            """, "event"),
        ("shards", "The table of shards is complete", $"""
            SELECT count(*), min(number::text) FROM generate_series(0, {ShardOf.Count - 1}) AS number
            WHERE NOT EXISTS (SELECT FROM shards WHERE shard = number)
            """, "shard"),
    ];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        foreach (var (check, rule, sql, example) in Rules)
        {
            yield return await CountAsync(connection, check, rule, sql, example, cancellationToken);
        }

        yield return await CheckPartitionsAsync(connection, cancellationToken);
    }

    private static async Task<Finding> CountAsync(
        NpgsqlConnection connection, string check, string rule, string sql, string example, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, Command(sql, []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var problems = reader.GetInt64(0);
        return new Finding(check, rule, problems, problems == 0 ? null : $"for example {example} {reader.GetString(1)}");
    }

    private static async Task<Finding> CheckPartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var missing = new List<string>();
        foreach (var table in new[] { "events", "attempts" })
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
