using Ringback.Delivery.Attempts;
using Ringback.Ownership;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

/// <summary>The writer's side of an outcome.</summary>
internal sealed class OutcomeWrite(OutcomeCommit outcome, Action<OutcomeCommit> recorded) : WriteOperation
{
    private const long MillisecondsPerDay = 24L * 60 * 60 * 1000;

    /// <inheritdoc/>
    public override bool MustSucceed => true;

    /// <inheritdoc/>
    public override long Size { get; } = WriteSize.Of(outcome);

    /// <inheritdoc/>
    public override void Execute(SqliteSession session)
    {
        AddAttempt(session);
        if (outcome.Health is { } health)
        {
            HealthRows.Save(session, health);
        }

        var delivery = outcome.Delivery;
        if (outcome.NextDue is { } due)
        {
            // No row means that it was dropped meanwhile: then there is nothing to try again.
            session.Prepare("""
                    UPDATE pending SET due = ?, attempts = ?, ladder_from = ?
                    WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?
                    """)
                .Bind(1, due)
                .Bind(2, outcome.Attempt.Number)
                .Bind(3, outcome.LadderFrom)
                .Bind(4, Shards.Of(delivery.WebhookId))
                .Bind(5, delivery.WebhookId)
                .Bind(6, delivery.Due)
                .Bind(7, delivery.DeliveryId)
                .Run();
        }
        else
        {
            session.Prepare("""
                    DELETE FROM pending WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?
                    """)
                .Bind(1, Shards.Of(delivery.WebhookId))
                .Bind(2, delivery.WebhookId)
                .Bind(3, delivery.Due)
                .Bind(4, delivery.DeliveryId)
                .Run();
        }
    }

    /// <inheritdoc/>
    public override void Committed() => recorded(outcome);

    /// <inheritdoc/>
    public override void Failed(Exception error)
    {
        // Only when the store closes: the row is still pending, so the delivery is tried again after the restart.
    }

    /// <summary>The day under which the attempts of a time are kept, counted from 1970.</summary>
    public static long DayOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / MillisecondsPerDay;

    private void AddAttempt(SqliteSession session)
    {
        var attempt = outcome.Attempt;
        session.Prepare("""
                INSERT OR REPLACE INTO attempts
                    (day, shard, webhook_id, delivery_id, number, event_id, started_at, duration, outcome, verdict,
                     next_due, status, error, address, response_headers, response_body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .Bind(1, DayOf(attempt.StartedAt))
            .Bind(2, Shards.Of(attempt.WebhookId))
            .Bind(3, attempt.WebhookId)
            .Bind(4, attempt.DeliveryId)
            .Bind(5, attempt.Number)
            .Bind(6, attempt.EventId)
            .Bind(7, attempt.StartedAt)
            .Bind(8, (long)attempt.Duration.TotalMicroseconds)
            .Bind(9, attempt.Outcome)
            .Bind(10, (long)outcome.Verdict)
            .Bind(11, outcome.NextDue)
            .Bind(12, attempt.Status)
            .Bind(13, attempt.Error)
            .Bind(14, attempt.Address)
            .Bind(15, attempt.ResponseHeaders)
            .Bind(16, attempt.ResponseBody)
            .Run();
    }
}
