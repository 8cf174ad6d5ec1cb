using Microsoft.Data.Sqlite;
using Ringback.Delivery;
using Ringback.Events;
using Ringback.Protocol.Contracts;
using Ringback.Webhooks;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const long MillisecondsPerDay = 24L * 60 * 60 * 1000;

    /// <inheritdoc/>
    public void Record(OutcomeCommit outcome, Action<OutcomeCommit> recorded) =>
        Writer.Enqueue(new OutcomeWrite(outcome, recorded), urgent: false);

    /// <inheritdoc/>
    public void ReadLane(LanePageRequest request, Action<LanePage?> read) => Writer.EnqueueRead(session =>
    {
        LanePage? page;
        try
        {
            page = ReadPage(session, request);
        }
        catch (SqliteException)
        {
            page = null;
        }

        read(page);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LaneBacklog>> FindLanesAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<LaneBacklog>>(
            session =>
            {
                // One seek a lane: the next row whose (shard, webhook) is greater than the last one's.
                var lanes = new List<LaneBacklog>();
                var next = session.Prepare("""
                    SELECT webhook_id, due, shard FROM pending WHERE (shard, webhook_id) > (?, ?)
                    ORDER BY shard, webhook_id, due LIMIT 1
                    """);
                var (shard, webhookId) = (-1L, Guid.Empty);
                while (next.Bind(1, shard).Bind(2, webhookId).Step())
                {
                    webhookId = next.Guid(0);
                    lanes.Add(new LaneBacklog(webhookId, next.Time(1)));
                    shard = next.Integer(2);
                    next.Reset();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                next.Reset();
                return lanes;
            },
            cancellationToken);

    private static LanePage ReadPage(SqliteSession session, LanePageRequest request)
    {
        var deliveries = new List<DueDelivery>();
        var statement = session.Prepare("""
                SELECT p.delivery_id, p.due, p.attempts, e.id, e.chosen_id, e.resource, e.type, e.actor_id, e.created,
                       e.data
                FROM pending p JOIN events e ON e.org_id = ?3 AND e.id = p.event_id
                WHERE p.shard = ?1 AND p.webhook_id = ?2 AND p.due <= ?4
                ORDER BY p.due LIMIT ?5
                """)
            .Bind(1, ShardOf.Webhook(request.WebhookId))
            .Bind(2, request.WebhookId)
            .Bind(3, request.OrgId)
            .Bind(4, request.DueUntil)
            .Bind(5, request.Limit);
        try
        {
            while (statement.Step())
            {
                deliveries.Add(new DueDelivery(request.WebhookId, statement.Guid(0), ReadEvent(statement, request.OrgId),
                    statement.Time(1), (int)statement.Integer(2)));
            }
        }
        finally
        {
            statement.Reset();
        }

        var full = deliveries.Count == request.Limit;
        return new LanePage(deliveries, NextDue(session, request, full ? deliveries[^1].Due : request.DueUntil, full));
    }

    private static DateTimeOffset? NextDue(
        SqliteSession session, LanePageRequest request, DateTimeOffset from, bool inclusive)
    {
        if (inclusive)
        {
            return from;
        }

        var statement = session.Prepare("""
                SELECT due FROM pending WHERE shard = ? AND webhook_id = ? AND due > ? ORDER BY due LIMIT 1
                """)
            .Bind(1, ShardOf.Webhook(request.WebhookId))
            .Bind(2, request.WebhookId)
            .Bind(3, from);
        var due = statement.Step() ? statement.Time(0) : (DateTimeOffset?)null;
        statement.Reset();
        return due;
    }

    private static WebhookEvent ReadEvent(SqliteStatement statement, string orgId)
    {
        var id = statement.Guid(3);
        var chosenId = statement.Text(4);
        return new WebhookEvent
        {
            Id = id,
            PublicId = chosenId ?? WebexId.Create(WebexIdTypes.Event, id),
            HasChosenId = chosenId is not null,
            OrgId = orgId,
            Resource = statement.Text(5)!,
            Type = statement.Text(6)!,
            ActorId = statement.Text(7),
            Created = statement.Time(8),
            Data = statement.Bytes(9)!,
        };
    }

    /// <summary>The writer's side of an outcome.</summary>
    private sealed class OutcomeWrite(OutcomeCommit outcome, Action<OutcomeCommit> recorded) : WriteOperation
    {
        /// <inheritdoc/>
        public override bool MustSucceed => true;

        /// <inheritdoc/>
        public override void Execute(SqliteSession session)
        {
            AddAttempt(session);
            var delivery = outcome.Delivery;
            if (outcome.NextDue is { } due)
            {
                // No row means that the webhook was deleted meanwhile: then there is nothing to try again.
                session.Prepare("""
                        UPDATE pending SET due = ?, attempts = ?
                        WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?
                        """)
                    .Bind(1, due)
                    .Bind(2, outcome.Attempt.Number)
                    .Bind(3, ShardOf.Webhook(delivery.WebhookId))
                    .Bind(4, delivery.WebhookId)
                    .Bind(5, delivery.Due)
                    .Bind(6, delivery.DeliveryId)
                    .Run();
            }
            else
            {
                session.Prepare("""
                        DELETE FROM pending WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?
                        """)
                    .Bind(1, ShardOf.Webhook(delivery.WebhookId))
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

        private void AddAttempt(SqliteSession session)
        {
            var attempt = outcome.Attempt;
            session.Prepare("""
                    INSERT OR REPLACE INTO attempts
                        (day, shard, webhook_id, delivery_id, number, event_id, started_at, duration, outcome, verdict,
                         next_due, status, error, address, response_headers, response_body)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
                .Bind(1, attempt.StartedAt.ToUnixTimeMilliseconds() / MillisecondsPerDay)
                .Bind(2, ShardOf.Webhook(attempt.WebhookId))
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
}
