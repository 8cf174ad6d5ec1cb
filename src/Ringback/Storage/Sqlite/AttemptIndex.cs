using Ringback.Delivery.Attempts;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// The attempts by their webhooks: filled some thousand at a time in the order of its key, so that one page takes many of them.
/// Whoever reads looks through the attempts behind its end as well.
/// </summary>
internal static class AttemptIndex
{
    /// <summary>How many attempts are taken up at once: some milliseconds' work, and as much for whoever reads.</summary>
    public const int RowsAtOnce = 4096;

    /// <summary>The position of the last attempt that is in it; 0 when none is.</summary>
    public static long End(SqliteSession session)
    {
        var statement = session.Prepare("SELECT max(last_position) FROM attempt_spans");
        var end = statement.Step() ? statement.Integer(0) : 0;
        statement.Reset();
        return end;
    }

    /// <summary>Takes up the next attempts, in the transaction that is open; where its end is afterwards.</summary>
    public static long Fill(SqliteSession session)
    {
        var from = End(session);
        if (Next(session, from) is not var (last, oldest))
        {
            return from;
        }

        session.Prepare("""
                INSERT INTO attempts_of_webhooks (webhook_id, delivery_id, position)
                SELECT webhook_id, delivery_id, position FROM attempts WHERE position > ? AND position <= ?
                ORDER BY webhook_id, delivery_id, position
                """)
            .Bind(1, from)
            .Bind(2, last)
            .Run();
        session.Prepare("INSERT INTO attempt_spans (last_position, oldest) VALUES (?, ?)").Bind(1, last).Bind(2, oldest).Run();
        return last;
    }

    /// <summary>Whether an attempt of this number was recorded for the delivery.</summary>
    public static bool Has(SqliteSession session, AttemptRecord attempt)
    {
        var statement = session.Prepare("""
                SELECT 1 FROM attempts_of_webhooks i CROSS JOIN attempts a ON a.position = i.position
                WHERE i.webhook_id = ?1 AND i.delivery_id = ?2 AND a.number = ?3
                UNION ALL
                SELECT 1 FROM attempts
                WHERE position > ?4 AND webhook_id = ?1 AND delivery_id = ?2 AND number = ?3
                """)
            .Bind(1, attempt.WebhookId)
            .Bind(2, attempt.DeliveryId)
            .Bind(3, attempt.Number)
            .Bind(4, End(session));
        var isThere = statement.Step();
        statement.Reset();
        return isThere;
    }

    /// <summary>
    /// Removes attempts that began before a time, of one span; whether there may be more. Within a span what is younger stays.
    /// </summary>
    public static bool RemoveBefore(SqliteSession session, DateTimeOffset time)
    {
        if (OldSpan(session, time) is not { } last)
        {
            return false;
        }

        session.Prepare("DELETE FROM attempts WHERE position > ? AND position <= ? AND started_at < ?")
            .Bind(1, SpanBefore(session, last))
            .Bind(2, last)
            .Bind(3, time)
            .Run();
        if (Next(session, SpanBefore(session, last), last) is var (_, oldest))
        {
            session.Prepare("UPDATE attempt_spans SET oldest = ? WHERE last_position = ?").Bind(1, oldest).Bind(2, last).Run();
        }
        else
        {
            session.Prepare("DELETE FROM attempt_spans WHERE last_position = ?").Bind(1, last).Run();
        }

        return true;
    }

    /// <summary>Whether an attempt that is not taken up yet began before a time.</summary>
    public static bool HasOldBehind(SqliteSession session, DateTimeOffset time)
    {
        var statement = session.Prepare("SELECT 1 FROM attempts WHERE position > ? AND started_at < ? LIMIT 1")
            .Bind(1, End(session))
            .Bind(2, time);
        var isThere = statement.Step();
        statement.Reset();
        return isThere;
    }

    private static (long Last, long Oldest)? Next(SqliteSession session, long after, long until = long.MaxValue)
    {
        var statement = session.Prepare("""
                SELECT max(position), min(started_at) FROM (
                    SELECT position, started_at FROM attempts WHERE position > ? AND position <= ? ORDER BY position LIMIT ?)
                """)
            .Bind(1, after)
            .Bind(2, until)
            .Bind(3, RowsAtOnce);
        var next = statement.Step() && !statement.IsNull(0) ? (statement.Integer(0), statement.Integer(1)) : ((long, long)?)null;
        statement.Reset();
        return next;
    }

    private static long? OldSpan(SqliteSession session, DateTimeOffset time)
    {
        // There is one for thousands of attempts: to look through them all costs nothing.
        var statement = session.Prepare("SELECT last_position FROM attempt_spans WHERE oldest < ? ORDER BY last_position LIMIT 1")
            .Bind(1, time);
        var span = statement.Step() ? statement.Integer(0) : (long?)null;
        statement.Reset();
        return span;
    }

    private static long SpanBefore(SqliteSession session, long last)
    {
        var statement = session.Prepare("SELECT max(last_position) FROM attempt_spans WHERE last_position < ?").Bind(1, last);
        var before = statement.Step() ? statement.Integer(0) : 0;
        statement.Reset();
        return before;
    }
}
