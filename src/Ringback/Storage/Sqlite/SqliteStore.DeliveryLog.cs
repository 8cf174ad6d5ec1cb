using Ringback.Delivery.Attempts;
using Ringback.Delivery.Log;
using Ringback.Ownership;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    // A first try is due at its publish, with which its id begins: in the order of the due dates they are in that of the ids.
    private const string FirstTriesSql = """
        SELECT delivery_id, event_id, due FROM pending
        WHERE shard = ?1 AND webhook_id = ?2 AND due <= ?3 AND attempts = 0 AND delivery_id < ?4
        ORDER BY due DESC, delivery_id DESC LIMIT ?5
        """;

    private const string AttemptColumns = """
        SELECT a.delivery_id, a.event_id, a.number, a.started_at, a.duration, a.outcome, a.verdict, a.next_due, a.status,
               a.error, a.address, a.response_headers, a.response_body, a.webhook_version, a.waited, a.lookup, a.connect,
               a.tls, a.first_byte, a.body_read, p.due
        """;

    private const string PendingOfAttempt = """
        LEFT JOIN pending p ON p.shard = ?1 AND p.webhook_id = ?2 AND p.due = a.next_due AND p.delivery_id = a.delivery_id
        """;

    private const string AttemptsBehindIndexSql = $"""
        {AttemptColumns}
        FROM attempts a {PendingOfAttempt}
        WHERE a.position > ?4 AND a.webhook_id = ?2 AND a.delivery_id < ?3
        """;

    // CROSS: in this order, whatever the planner thinks.
    private const string AttemptsOfWebhookSql = $"""
        {AttemptColumns}
        FROM attempts_of_webhooks i CROSS JOIN attempts a ON a.position = i.position {PendingOfAttempt}
        WHERE i.webhook_id = ?2 AND i.delivery_id < ?3
        ORDER BY i.delivery_id DESC, i.position DESC
        """;

    /// <inheritdoc/>
    public Task<DeliveryLogPage> ReadNewestAsync(DeliveryLogQuery query, CancellationToken cancellationToken) => ReadAsync(
        session =>
        {
            // One view of both tables: an outcome that is recorded meanwhile moves a delivery from one to the other.
            session.Prepare("BEGIN").Run();
            try
            {
                var scan = new DeliveryLogScan(query.Limit);
                FindFirstTries(session, query, scan);

                // The few attempts that the index lacks may be of any delivery; then as many from it as are wanted.
                FindAttempts(Bind(session, AttemptsBehindIndexSql, query).Bind(4, AttemptIndex.End(session)), query, scan, all: true);
                FindAttempts(Bind(session, AttemptsOfWebhookSql, query), query, scan, all: false);
                return scan.ToPage();
            }
            finally
            {
                session.Rollback();
            }
        },
        cancellationToken);

    private static void FindFirstTries(SqliteSession session, DeliveryLogQuery query, DeliveryLogScan scan)
    {
        var statement = session.Prepare(FirstTriesSql)
            .Bind(1, Shards.Of(query.WebhookId))
            .Bind(2, query.WebhookId)
            .Bind(3, query.DueUntil)
            .Bind(4, query.Before)
            .Bind(5, scan.Wanted);
        try
        {
            while (statement.Step())
            {
                scan.Add(statement.Guid(0), statement.Guid(1), statement.Time(2));
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    private static SqliteStatement Bind(SqliteSession session, string sql, DeliveryLogQuery query) => session.Prepare(sql)
        .Bind(1, Shards.Of(query.WebhookId))
        .Bind(2, query.WebhookId)
        .Bind(3, query.Before);

    private static void FindAttempts(SqliteStatement statement, DeliveryLogQuery query, DeliveryLogScan scan, bool all)
    {
        try
        {
            while (statement.Step() && (all || scan.Wants(statement.Guid(0))))
            {
                scan.Add(ReadAttempt(statement, query.WebhookId), statement.TimeOrNull(20));
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    private static LoggedAttempt ReadAttempt(SqliteStatement row, Guid webhookId) => new(
        new AttemptRecord
        {
            WebhookId = webhookId,
            DeliveryId = row.Guid(0),
            EventId = row.Guid(1),
            Number = (int)row.Integer(2),
            StartedAt = row.Time(3),
            Duration = TimeSpan.FromMicroseconds(row.Integer(4)),
            WebhookVersion = row.Integer(13),
            Waited = TimeSpan.FromMicroseconds(row.Integer(14)),
            Timing = AttemptTiming.Of(Part(row, 15), Part(row, 16), Part(row, 17), Part(row, 18), Part(row, 19)),
            Outcome = row.Text(5)!,
            Status = row.IsNull(8) ? null : (int)row.Integer(8),
            Error = row.Text(9),
            Address = row.Text(10),
            ResponseHeaders = row.Text(11),
            ResponseBody = row.Bytes(12),
        },
        (DeliveryVerdict)row.Integer(6),
        row.TimeOrNull(7));

    private static TimeSpan? Part(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : TimeSpan.FromMicroseconds(row.Integer(column));
}
