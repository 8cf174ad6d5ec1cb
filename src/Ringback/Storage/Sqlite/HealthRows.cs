using System.Buffers.Binary;
using Ringback.Delivery.Health;
using Ringback.Ownership;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads and writes the health of webhooks; a clean one has no row.</summary>
internal static class HealthRows
{
    /// <summary>Writes a webhook's health, or removes its row.</summary>
    public static void Save(SqliteSession session, HealthRecord health)
    {
        if (health.IsClean)
        {
            session.Prepare("DELETE FROM webhook_health WHERE shard = ? AND webhook_id = ?")
                .Bind(1, Shards.Of(health.WebhookId))
                .Bind(2, health.WebhookId)
                .Run();
            return;
        }

        // A webhook that was deleted while its last attempt was in flight must not leave a row behind.
        session.Prepare("""
                INSERT OR REPLACE INTO webhook_health
                    (shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM webhooks WHERE shard = ?1 AND id = ?2)
                """)
            .Bind(1, Shards.Of(health.WebhookId))
            .Bind(2, health.WebhookId)
            .Bind(3, ToBytes(health.Failures))
            .Bind(4, health.DisabledAt)
            .Bind(5, health.IsOnProbation ? 1 : 0)
            .Bind(6, health.FailingSince)
            .Bind(7, health.FailedSince)
            .Run();
    }

    /// <summary>Every row of some shards.</summary>
    public static IReadOnlyList<HealthRecord> Load(SqliteSession session, ShardRange shards)
    {
        var statement = session.Prepare("""
                SELECT webhook_id, failures, disabled_at, on_probation, failing_since, failed_since FROM webhook_health
                WHERE shard BETWEEN ? AND ?
                """)
            .Bind(1, shards.First)
            .Bind(2, shards.Last);
        var records = new List<HealthRecord>();
        while (statement.Step())
        {
            records.Add(new HealthRecord(
                statement.Guid(0), FromBytes(statement.Bytes(1)!), statement.TimeOrNull(2), statement.Integer(3) != 0)
            {
                FailingSince = statement.TimeOrNull(4),
                FailedSince = (int)statement.Integer(5),
            });
        }

        statement.Reset();
        return records;
    }

    /// <summary>Times as they are written into a column.</summary>
    public static byte[] ToBytes(IReadOnlyList<DateTimeOffset> failures)
    {
        var bytes = new byte[failures.Count * sizeof(long)];
        for (var i = 0; i < failures.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), failures[i].ToUnixTimeMilliseconds());
        }

        return bytes;
    }

    /// <summary>Reads the times back from the bytes of a row.</summary>
    public static DateTimeOffset[] FromBytes(byte[] bytes)
    {
        var failures = new DateTimeOffset[bytes.Length / sizeof(long)];
        for (var i = 0; i < failures.Length; i++)
        {
            failures[i] = DateTimeOffset.FromUnixTimeMilliseconds(
                BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(i * sizeof(long))));
        }

        return failures;
    }
}
