using Ringback.Storage.Maintenance;
using static Ringback.Storage.Maintenance.ColumnKind;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// What is said to SQLite about a table. Selections give the table's columns and then those of the key; their parameters are
/// a key, from which they go on. Insertions have a parameter for each column of the table.
/// </summary>
internal sealed record SqliteTableSql(string Select, string Insert, string Delete, params ColumnKind[] Key)
{
    private static readonly Dictionary<StoreTable, SqliteTableSql> Tables = new()
    {
        [StoreTable.Webhooks] = new(
            """
            SELECT shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event,
                   filter, secrets, status, owned_by, created, settings, version, subject, shard, id
            FROM webhooks WHERE (shard, id) > (?, ?) ORDER BY shard, id
            """,
            """
            INSERT INTO webhooks (shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event,
                        filter, secrets, status, owned_by, created, settings, version, subject)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhooks WHERE shard = ? AND id = ?",
            Integer, Id),
        [StoreTable.Versions] = new(
            """
            SELECT shard, webhook_id, version, since, until, cause, person_id, app_id, token_id, name, target_url,
                   status, owned_by, settings, secrets, shard, webhook_id, version
            FROM webhook_versions WHERE (shard, webhook_id, version) > (?, ?, ?) ORDER BY shard, webhook_id, version
            """,
            """
            INSERT INTO webhook_versions (shard, webhook_id, version, since, until, cause, person_id, app_id, token_id, name,
                        target_url, status, owned_by, settings, secrets)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhook_versions WHERE shard = ? AND webhook_id = ? AND version = ?",
            Integer, Id, Integer),
        [StoreTable.Tokens] = new(
            """
            SELECT org_id, id, hash, name, person_id, app_id, is_bot, display_name, emails, scopes, roles, created, expires_at,
                   revoked_at, org_id, id
            FROM tokens WHERE (org_id, id) > (?, ?) ORDER BY org_id, id
            """,
            """
            INSERT INTO tokens (org_id, id, hash, name, person_id, app_id, is_bot, display_name, emails, scopes, roles, created,
                                expires_at, revoked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM tokens WHERE org_id = ? AND id = ?",
            Text, Id),

        // In the order of their commits, which retention relies on.
        [StoreTable.Events] = new(
            """
            SELECT org_id, id, chosen_id, iif(chosen_id IS NULL, NULL, matched), resource, type, actor_id, created, data,
                   visible_to, trace_parent, position, position
            FROM events WHERE position > ? ORDER BY position
            """,
            """
            INSERT INTO events (org_id, id, chosen_id, matched, resource, type, actor_id, created, data, visible_to,
                                trace_parent, position)
            VALUES (?, ?, ?, coalesce(?, 0), ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM events WHERE position = ?",
            Integer),
        [StoreTable.Pending] = new(
            """
            SELECT shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from, order_key,
                   shard, webhook_id, due, delivery_id
            FROM pending WHERE (shard, webhook_id, due, delivery_id) > (?, ?, ?, ?)
            ORDER BY shard, webhook_id, due, delivery_id
            """,
            """
            INSERT INTO pending (shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from,
                                 order_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            "DELETE FROM pending WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?",
            Integer, Id, Time, Id),
        [StoreTable.Attempts] = new(
            """
            SELECT webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited, duration, lookup,
                   connect, tls, first_byte, body_read, outcome, verdict, next_due, status, error, address,
                   response_headers, response_body, position
            FROM attempts WHERE position > ? ORDER BY position
            """,
            """
            INSERT INTO attempts (webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited,
                                  duration, lookup, connect, tls, first_byte, body_read, outcome, verdict, next_due,
                                  status, error, address, response_headers, response_body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM attempts WHERE position = ?",
            Integer),
        [StoreTable.Health] = new(
            """
            SELECT shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since, shard, webhook_id
            FROM webhook_health WHERE (shard, webhook_id) > (?, ?) ORDER BY shard, webhook_id
            """,
            """
            INSERT INTO webhook_health (shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhook_health WHERE shard = ? AND webhook_id = ?",
            Integer, Id),
    };

    /// <summary>The statements of a table.</summary>
    public static SqliteTableSql Of(StoreTable table) => Tables[table];
}
