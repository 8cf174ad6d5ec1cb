using Ringback.Delivery.Attempts;

namespace Ringback.Storage.Sqlite;

/// <summary>Adds attempts at the end of their log. The writer owns it.</summary>
internal sealed class AttemptLog
{
    private long _last;
    private long _indexed;

    /// <summary>Goes on where the log ends; call before the first attempt is added.</summary>
    public void Open(SqliteSession session)
    {
        _indexed = AttemptIndex.End(session);
        using var last = session.Once("SELECT max(position) FROM attempts");
        _last = Math.Max(_indexed, last.Step() ? last.Integer(0) : 0);
    }

    /// <summary>Adds an attempt, in the transaction that is open.</summary>
    public void Add(SqliteSession session, OutcomeCommit outcome)
    {
        var (attempt, timing) = (outcome.Attempt, outcome.Attempt.Timing);
        session.Prepare("""
                INSERT INTO attempts
                    (position, webhook_id, delivery_id, number, event_id, webhook_version, started_at, waited, duration, lookup,
                     connect, tls, first_byte, body_read, outcome, verdict, next_due, status, error, address,
                     response_headers, response_body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .Bind(1, ++_last)
            .Bind(2, attempt.WebhookId)
            .Bind(3, attempt.DeliveryId)
            .Bind(4, attempt.Number)
            .Bind(5, attempt.EventId)
            .Bind(6, attempt.WebhookVersion)
            .Bind(7, attempt.StartedAt)
            .Bind(8, (long)attempt.Waited.TotalMicroseconds)
            .Bind(9, (long)attempt.Duration.TotalMicroseconds)
            .Bind(10, Microseconds(timing?.Lookup))
            .Bind(11, Microseconds(timing?.Connect))
            .Bind(12, Microseconds(timing?.Tls))
            .Bind(13, Microseconds(timing?.FirstByte))
            .Bind(14, Microseconds(timing?.Body))
            .Bind(15, attempt.Outcome)
            .Bind(16, (long)outcome.Verdict)
            .Bind(17, outcome.NextDue)
            .Bind(18, attempt.Status)
            .Bind(19, attempt.Error)
            .Bind(20, attempt.Address)
            .Bind(21, attempt.ResponseHeaders)
            .Bind(22, attempt.ResponseBody)
            .Run();
        if (_last - _indexed >= AttemptIndex.RowsAtOnce)
        {
            // A transaction that is rolled back leaves this too far ahead: the next time goes by what is in the database.
            _indexed = AttemptIndex.Fill(session);
        }
    }

    private static long? Microseconds(TimeSpan? time) => (long?)time?.TotalMicroseconds;
}
