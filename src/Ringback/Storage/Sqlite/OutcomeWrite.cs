using Ringback.Delivery.Attempts;
using Ringback.Ownership;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

/// <summary>The writer's side of an outcome.</summary>
internal sealed class OutcomeWrite(OutcomeCommit outcome, Action<OutcomeCommit> recorded, AttemptLog log) : WriteOperation
{
    /// <inheritdoc/>
    public override bool MustSucceed => true;

    /// <inheritdoc/>
    public override long Size { get; } = WriteSize.Of(outcome);

    /// <inheritdoc/>
    public override void Execute(SqliteSession session)
    {
        // Without its row the delivery was dropped meanwhile, and its attempt is logged all the same; or this very outcome was
        // recorded before: then it changes nothing.
        if (!ChangePending(session) && AttemptIndex.Has(session, outcome.Attempt))
        {
            return;
        }

        log.Add(session, outcome);
        if (outcome.Health is { } health)
        {
            HealthRows.Save(session, health);
        }
    }

    /// <inheritdoc/>
    public override void Committed() => recorded(outcome);

    /// <inheritdoc/>
    public override void Failed(Exception error)
    {
        // Only when the store closes: the row is still pending, so the delivery is tried again after the restart.
    }

    private bool ChangePending(SqliteSession session)
    {
        var delivery = outcome.Delivery;
        var changed = outcome.NextDue is { } due
            ? session.Prepare("""
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
                .Run()
            : session.Prepare("""
                    DELETE FROM pending WHERE shard = ? AND webhook_id = ? AND due = ? AND delivery_id = ?
                    """)
                .Bind(1, Shards.Of(delivery.WebhookId))
                .Bind(2, delivery.WebhookId)
                .Bind(3, delivery.Due)
                .Bind(4, delivery.DeliveryId)
                .Run();
        return changed > 0;
    }
}
