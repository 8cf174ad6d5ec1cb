using Npgsql;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Log;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    // One look-up a delivery: the next smaller id, however many attempts the one before had. A first try is due at its
    // publish, with which its id begins: in the order of the due dates they are in that of the ids. OFFSET 0, and a
    // selection in place of a column, keep the planner from joining a page, whose size it cannot know, with all that the
    // webhook has.
    private const string ReadNewestSql = """
        WITH RECURSIVE logged (delivery_id, place) AS (
            (SELECT delivery_id, 1 FROM attempts
             WHERE webhook_id = $2 AND delivery_id < $3
             ORDER BY delivery_id DESC LIMIT 1)
            UNION ALL
            SELECT earlier.delivery_id, logged.place + 1
            FROM logged, LATERAL (
                SELECT delivery_id FROM attempts
                WHERE webhook_id = $2 AND delivery_id < logged.delivery_id
                ORDER BY delivery_id DESC LIMIT 1) AS earlier
            WHERE logged.place < $5),
        waiting AS (
            SELECT delivery_id, event_id, due FROM pending
            WHERE shard = $1 AND webhook_id = $2 AND due <= $4 AND attempts = 0 AND delivery_id < $3
            ORDER BY due DESC, delivery_id DESC LIMIT $5),
        page AS (
            SELECT delivery_id FROM logged UNION SELECT delivery_id FROM waiting ORDER BY delivery_id DESC LIMIT $5)
        SELECT page.delivery_id, coalesce(a.event_id, w.event_id),
               coalesce(w.due, (
                   SELECT due FROM pending
                   WHERE shard = $1 AND webhook_id = $2 AND due = a.next_due AND delivery_id = a.delivery_id)),
               a.number, a.started_at, a.duration, a.outcome, a.verdict, a.next_due, a.status, a.error, a.address,
               a.response_headers, a.response_body, a.webhook_version, a.waited, a.lookup, a.connect, a.tls, a.first_byte,
               a.body_read
        FROM page
            LEFT JOIN waiting w ON w.delivery_id = page.delivery_id
            LEFT JOIN LATERAL (
                SELECT * FROM attempts
                WHERE webhook_id = $2 AND delivery_id = page.delivery_id OFFSET 0) AS a ON true
        """;

    /// <inheritdoc/>
    public async Task<DeliveryLogPage> ReadNewestAsync(DeliveryLogQuery query, CancellationToken cancellationToken)
    {
        var scan = new DeliveryLogScan(query.Limit);
        await ReadAsync(
            Sql.Command(ReadNewestSql, (short)Shards.Of(query.WebhookId), query.WebhookId, query.Before,
                query.DueUntil.UtcDateTime, scan.Wanted),
            reader =>
            {
                if (reader.IsDBNull(3))
                {
                    scan.Add(reader.GetGuid(0), reader.GetGuid(1), reader.Time(2));
                }
                else
                {
                    scan.Add(ReadAttempt(reader, query.WebhookId), reader.TimeOrNull(2));
                }

                return true;
            },
            cancellationToken);
        return scan.ToPage();
    }

    private static LoggedAttempt ReadAttempt(NpgsqlDataReader row, Guid webhookId) => new(
        new AttemptRecord
        {
            WebhookId = webhookId,
            DeliveryId = row.GetGuid(0),
            EventId = row.GetGuid(1),
            Number = row.GetInt32(3),
            StartedAt = row.Time(4),
            Duration = TimeSpan.FromMicroseconds(row.GetInt64(5)),
            WebhookVersion = row.GetInt64(14),
            Waited = TimeSpan.FromMicroseconds(row.GetInt64(15)),
            Timing = AttemptTiming.Of(Part(row, 16), Part(row, 17), Part(row, 18), Part(row, 19), Part(row, 20)),
            Outcome = row.GetString(6),
            Status = row.IsDBNull(9) ? null : row.GetInt32(9),
            Error = row.OrNull<string>(10),
            Address = row.OrNull<string>(11),
            ResponseHeaders = row.OrNull<string>(12),
            ResponseBody = row.OrNull<byte[]>(13),
        },
        (DeliveryVerdict)row.GetInt16(7),
        row.TimeOrNull(8));

    private static TimeSpan? Part(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromMicroseconds(row.GetInt32(column));
}
