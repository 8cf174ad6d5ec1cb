using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteMaintenance
{
    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> CheckAsync(CancellationToken cancellationToken) => Check().ToAsyncEnumerable();

    private IEnumerable<Finding> Check()
    {
        yield return Check("integrity", "The file is whole", "PRAGMA integrity_check(20)", static row =>
            row.Text(0) is "ok" ? null : row.Text(0));
        yield return Check("foreign-keys", "References point at something", "PRAGMA foreign_key_check", static row =>
            $"a row of {row.Text(0)}");
        yield return Count(StoreRule.PendingEvent, """
            SELECT count(*), min(hex(p.delivery_id)) FROM pending p
            WHERE NOT EXISTS (
                SELECT 1 FROM webhooks w JOIN events e ON e.org_id = w.org_id AND e.id = p.event_id
                WHERE w.shard = p.shard AND w.id = p.webhook_id)
              AND EXISTS (SELECT 1 FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """);
        yield return Count(StoreRule.PendingWebhook, """
            SELECT count(*), min(hex(p.webhook_id)) FROM pending p
            WHERE NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.shard = p.shard AND w.id = p.webhook_id)
            """);

        yield return Count(StoreRule.PendingOver, """
            SELECT count(*), min(hex(p.delivery_id)) FROM pending p
            WHERE EXISTS (
                SELECT 1 FROM attempts_of_webhooks i CROSS JOIN attempts a ON a.position = i.position
                WHERE i.webhook_id = p.webhook_id AND i.delivery_id = p.delivery_id AND a.verdict IN (0, 2))
              OR (p.webhook_id, p.delivery_id) IN (
                SELECT webhook_id, delivery_id FROM attempts
                WHERE position > (SELECT coalesce(max(last_position), 0) FROM attempt_spans) AND verdict IN (0, 2))
            """);
        yield return Count(new StoreRule("attempt-index", "Every attempt is found by its webhook, once", "delivery"), """
            SELECT count(*), min(hex(delivery_id)) FROM (
                SELECT a.delivery_id FROM attempts a
                WHERE position <= (SELECT max(last_position) FROM attempt_spans) AND NOT EXISTS (
                    SELECT 1 FROM attempts_of_webhooks i
                    WHERE i.webhook_id = a.webhook_id AND i.delivery_id = a.delivery_id AND i.position = a.position)
                UNION ALL
                SELECT i.delivery_id FROM attempts_of_webhooks i
                WHERE NOT EXISTS (SELECT 1 FROM attempts a WHERE a.position = i.position))
            """);
        yield return Count(StoreRule.PresentVersion, """
            SELECT count(*), min(hex(w.id)) FROM webhooks w
            WHERE NOT EXISTS (
                SELECT 1 FROM webhook_versions v
                WHERE v.shard = w.shard AND v.webhook_id = w.id AND v.version = w.version AND v.until IS NULL)
            """);
        yield return Count(StoreRule.HealthWebhook, """
            SELECT count(*), min(hex(h.webhook_id)) FROM webhook_health h
            WHERE NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.shard = h.shard AND w.id = h.webhook_id)
            """);
        yield return Count(StoreRule.Shard, """
            SELECT count(*), min(hex(webhook_id)) FROM (
                SELECT shard, webhook_id FROM pending UNION ALL SELECT shard, webhook_id FROM webhook_health
                UNION ALL SELECT shard, webhook_id FROM webhook_versions
                UNION ALL SELECT shard, id FROM webhooks)
            WHERE printf('%02X', shard) <> hex(substr(webhook_id, 16, 1))
            """);
    }

    private Finding Count(StoreRule rule, string sql)
    {
        using var statement = _reader.Once(sql);
        statement.Step();
        return rule.Found(statement.Integer(0), statement.Text(1) is { } hex ? $"{Guid.ParseExact(hex, "N")}" : null);
    }

    private Finding Check(string check, string rule, string sql, Func<SqliteStatement, string?> problem)
    {
        using var statement = _reader.Once(sql);
        var problems = new List<string>();
        while (statement.Step())
        {
            if (problem(statement) is { } words)
            {
                problems.Add(words);
            }
        }

        return new Finding(check, rule, problems.Count, problems.FirstOrDefault());
    }
}
