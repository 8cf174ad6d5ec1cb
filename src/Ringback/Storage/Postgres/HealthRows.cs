using Npgsql;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

/// <summary>Writes the health of webhooks; a clean one has no row.</summary>
internal static class HealthRows
{
    private const string RemoveSql = "DELETE FROM webhook_health WHERE shard = $1 AND webhook_id = $2";

    // A webhook that was deleted while its last attempt was in flight must not leave a row behind.
    private const string SaveSql = """
        INSERT INTO webhook_health (shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since)
        SELECT $1, $2, $3, $4::timestamptz, $5, $6::timestamptz, $7 WHERE EXISTS (SELECT FROM webhooks WHERE shard = $1 AND id = $2)
        ON CONFLICT (shard, webhook_id) DO UPDATE
        SET failures = excluded.failures, disabled_at = excluded.disabled_at, on_probation = excluded.on_probation,
            failing_since = excluded.failing_since, failed_since = excluded.failed_since
        """;

    // Only with an attempt of this very transaction: one that is recorded a second time changes nothing.
    private const string OfNewAttempt = "EXISTS (SELECT FROM attempts WHERE webhook_id = $2 AND xmin = pg_current_xact_id()::xid";

    private const string RemoveWithAttemptSql = $"{RemoveSql} AND {OfNewAttempt} AND delivery_id = $3 AND number = $4)";

    private const string SaveWithAttemptSql = $"""
        INSERT INTO webhook_health (shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since)
        SELECT $1, $2, $3, $4::timestamptz, $5, $6::timestamptz, $7
        WHERE EXISTS (SELECT FROM webhooks WHERE shard = $1 AND id = $2) AND {OfNewAttempt} AND delivery_id = $8 AND number = $9)
        ON CONFLICT (shard, webhook_id) DO UPDATE
        SET failures = excluded.failures, disabled_at = excluded.disabled_at, on_probation = excluded.on_probation,
            failing_since = excluded.failing_since, failed_since = excluded.failed_since
        """;

    /// <summary>The statement that writes a webhook's health, or removes its row, and its parameters.</summary>
    public static (string Sql, object?[] Parameters) Statement(HealthRecord health)
    {
        var shard = (short)Shards.Of(health.WebhookId);
        return health.IsClean
            ? (RemoveSql, [shard, health.WebhookId])
            : (SaveSql,
            [
                shard, health.WebhookId, health.Failures.Select(failure => failure.UtcDateTime).ToArray(),
                health.DisabledAt?.UtcDateTime, health.IsOnProbation, health.FailingSince?.UtcDateTime, health.FailedSince,
            ]);
    }

    /// <summary>The same as a command, for the health after an attempt that the transaction has added before.</summary>
    public static NpgsqlBatchCommand Save(HealthRecord health, AttemptRecord attempt)
    {
        var (_, parameters) = Statement(health);
        return Sql.Command(
            health.IsClean ? RemoveWithAttemptSql : SaveWithAttemptSql, [.. parameters, attempt.DeliveryId, attempt.Number]);
    }
}
