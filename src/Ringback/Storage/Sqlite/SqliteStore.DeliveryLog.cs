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

    private const string DayBeforeSql = "SELECT max(day) FROM attempts WHERE day < ?";

    private const string AttemptsOfDaySql = """
        SELECT a.delivery_id, a.event_id, a.number, a.started_at, a.duration, a.outcome, a.verdict, a.next_due, a.status,
               a.error, a.address, a.response_headers, a.response_body, p.due
        FROM attempts a LEFT JOIN pending p ON p.shard = a.shard AND p.webhook_id = a.webhook_id AND p.due = a.next_due
                                               AND p.delivery_id = a.delivery_id
        WHERE a.day = ?1 AND a.shard = ?2 AND a.webhook_id = ?3 AND a.delivery_id < ?4
        ORDER BY a.delivery_id DESC, a.number DESC
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

                // Retries may take days, so that a delivery has rows in later days than that of its publish. None in earlier
                // ones: but a clock may be set back a little after an id was made, for which a day is allowed.
                for (var day = DayBefore(session, long.MaxValue);
                     day is { } there && there >= OutcomeWrite.DayOf(scan.Oldest) - 1;
                     day = DayBefore(session, there))
                {
                    FindAttempts(session, query, there, scan);
                }

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

    private static long? DayBefore(SqliteSession session, long day)
    {
        var statement = session.Prepare(DayBeforeSql).Bind(1, day);
        try
        {
            return statement.Step() && !statement.IsNull(0) ? statement.Integer(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static void FindAttempts(SqliteSession session, DeliveryLogQuery query, long day, DeliveryLogScan scan)
    {
        var statement = session.Prepare(AttemptsOfDaySql)
            .Bind(1, day)
            .Bind(2, Shards.Of(query.WebhookId))
            .Bind(3, query.WebhookId)
            .Bind(4, query.Before);
        try
        {
            while (statement.Step() && scan.Wants(statement.Guid(0)))
            {
                scan.Add(ReadAttempt(statement, query.WebhookId), statement.TimeOrNull(13));
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
            Outcome = row.Text(5)!,
            Status = row.IsNull(8) ? null : (int)row.Integer(8),
            Error = row.Text(9),
            Address = row.Text(10),
            ResponseHeaders = row.Text(11),
            ResponseBody = row.Bytes(12),
        },
        (DeliveryVerdict)row.Integer(6),
        row.TimeOrNull(7));
}
