using Ringback.Storage.Maintenance;
using static Ringback.Storage.Maintenance.ColumnKind;

namespace Ringback.Storage.Postgres;

/// <summary>
/// What is said to PostgreSQL about a table. Selections give the table's columns and then those of the key; their parameters
/// are a key, from which they go on. Insertions have a parameter for each column of the table.
/// </summary>
internal sealed record PostgresTableSql(string Select, string Insert, string Delete, params ColumnKind[] Key)
{
    private static readonly Dictionary<StoreTable, PostgresTableSql> Tables = new()
    {
        [StoreTable.Webhooks] = new(
            """
            SELECT shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event,
                   filter, secrets, status, owned_by, created, settings::text, version, subject, shard, id
            FROM webhooks WHERE (shard, id) > ($1, $2) ORDER BY shard, id
            """,
            """
            INSERT INTO webhooks (shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event,
                        filter, secrets, status, owned_by, created, settings, version, subject)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::json, $17, $18) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhooks WHERE shard = $1 AND id = $2",
            Integer, Id),
        [StoreTable.Versions] = new(
            """
            SELECT shard, webhook_id, version, since, until, cause, person_id, app_id, token_id, name, target_url,
                   status, owned_by, settings::text, secrets, shard, webhook_id, version
            FROM webhook_versions WHERE (shard, webhook_id, version) > ($1, $2, $3) ORDER BY shard, webhook_id, version
            """,
            """
            INSERT INTO webhook_versions (shard, webhook_id, version, since, until, cause, person_id, app_id, token_id, name,
                        target_url, status, owned_by, settings, secrets)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::json, $15) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhook_versions WHERE shard = $1 AND webhook_id = $2 AND version = $3",
            Integer, Id, Integer),
        [StoreTable.Tokens] = new(
            """
            SELECT org_id, id, hash, name, person_id, app_id, is_bot, display_name, emails, scopes, roles, created, expires_at,
                   revoked_at, org_id, id
            FROM tokens WHERE (org_id, id) > ($1, $2) ORDER BY org_id, id
            """,
            """
            INSERT INTO tokens (org_id, id, hash, name, person_id, app_id, is_bot, display_name, emails, scopes, roles, created,
                                expires_at, revoked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM tokens WHERE org_id = $1 AND id = $2",
            Text, Id),

        // In the order of ids, which is that of time: SQLite, as a target, keeps it. An event whose chosen id has been given
        // free, or to another event, counts as one without.
        [StoreTable.Events] = new(
            """
            SELECT e.org_id, e.id, c.chosen_id, c.matched, e.resource, e.type, e.actor_id, e.created, e.data, e.visible_to,
                   e.trace_parent, e.position, e.id, e.org_id
            FROM events e LEFT JOIN chosen_ids c
                ON c.org_id = e.org_id AND c.chosen_id = e.chosen_id AND c.event_id = e.id
            WHERE e.id >= $1 AND (e.id, e.org_id) > ($1, $2) ORDER BY e.id, e.org_id
            """,
            """
            WITH chosen AS (
                INSERT INTO chosen_ids (org_id, chosen_id, event_id, matched)
                SELECT $1::text, $3::text, $2::uuid, coalesce($4::integer, 0) WHERE $3::text IS NOT NULL
                ON CONFLICT DO NOTHING)
            INSERT INTO events (org_id, id, chosen_id, resource, type, actor_id, created, data, visible_to, trace_parent,
                                position)
            VALUES ($1, $2, $3, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
            """,
            """
            WITH chosen AS (DELETE FROM chosen_ids WHERE event_id = $1 AND org_id = $2)
            DELETE FROM events WHERE id = $1 AND org_id = $2
            """,
            Id, Text),
        [StoreTable.Pending] = new(
            """
            SELECT shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from, order_key,
                   shard, webhook_id, due, delivery_id
            FROM pending WHERE (shard, webhook_id, due, delivery_id) > ($1, $2, $3, $4)
            ORDER BY shard, webhook_id, due, delivery_id
            """,
            """
            INSERT INTO pending (shard, webhook_id, due, delivery_id, event_id, position, attempts, purpose, ladder_from,
                                 order_key)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT DO NOTHING
            """,
            "DELETE FROM pending WHERE shard = $1 AND webhook_id = $2 AND due = $3 AND delivery_id = $4",
            Integer, Id, Time, Id),
        [StoreTable.Attempts] = new(
            """
            SELECT webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited, duration, lookup,
                   connect, tls, first_byte, body_read, outcome, verdict, next_due, status, error, address,
                   response_headers, response_body, webhook_id, delivery_id, number
            FROM attempts WHERE (webhook_id, delivery_id, number) > ($1, $2, $3) ORDER BY webhook_id, delivery_id, number
            """,
            """
            INSERT INTO attempts (webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited,
                                  duration, lookup, connect, tls, first_byte, body_read, outcome, verdict, next_due,
                                  status, error, address, response_headers, response_body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) ON CONFLICT DO NOTHING
            """,
            "DELETE FROM attempts WHERE webhook_id = $1 AND delivery_id = $2 AND number = $3",
            Id, Id, Integer),
        [StoreTable.Health] = new(
            """
            SELECT shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since, shard, webhook_id
            FROM webhook_health WHERE (shard, webhook_id) > ($1, $2) ORDER BY shard, webhook_id
            """,
            """
            INSERT INTO webhook_health (shard, webhook_id, failures, disabled_at, on_probation, failing_since, failed_since)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """,
            "DELETE FROM webhook_health WHERE shard = $1 AND webhook_id = $2",
            Integer, Id),
    };

    /// <summary>The statements of a table.</summary>
    public static PostgresTableSql Of(StoreTable table) => Tables[table];
}
