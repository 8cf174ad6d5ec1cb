using Ringback.Events;
using Ringback.Ownership;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task PrepareDaysAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<int> DropPendingBeforeAsync(
        Guid webhookId, DateTimeOffset published, int limit, CancellationToken cancellationToken)
    {
        var dropped = 0;
        await WriteAsync(
            session => dropped = session.Prepare("""
                    DELETE FROM pending WHERE (shard, webhook_id, due, delivery_id) IN (
                        SELECT shard, webhook_id, due, delivery_id FROM pending
                        WHERE shard = ? AND webhook_id = ? AND event_id < ? LIMIT ?)
                    """)
                .Bind(1, Shards.Of(webhookId))
                .Bind(2, webhookId)
                .Bind(3, EventTime.FirstId(published))
                .Bind(4, limit)
                .Run(),
            cancellationToken);
        return dropped;
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellationToken) => Sweeper.ReadAsync(
        static session =>
        {
            var statement = session.Prepare("SELECT min(event_id) FROM pending");
            var oldest = statement.Step() && !statement.IsNull(0) ? EventTime.Of(statement.Guid(0)) : (DateTimeOffset?)null;
            statement.Reset();
            return oldest;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> DropHistoryBeforeAsync(DateTimeOffset published, int limit, CancellationToken cancellationToken)
    {
        var (events, attempts, versions) = (0, 0, 0);
        await WriteAsync(
            session =>
            {
                // Positions ascend as ids do but for a clock that was set back, so the oldest comes first.
                events = session.Prepare("""
                        DELETE FROM events WHERE id < ? AND position IN (
                            SELECT position FROM events ORDER BY position LIMIT ?)
                        """)
                    .Bind(1, EventTime.FirstId(published))
                    .Bind(2, limit)
                    .Run();
                attempts = session.Prepare("""
                        DELETE FROM attempts WHERE (day, shard, webhook_id, delivery_id, number) IN (
                            SELECT day, shard, webhook_id, delivery_id, number FROM attempts WHERE day < ? LIMIT ?)
                        """)
                    .Bind(1, OutcomeWrite.DayOf(published))
                    .Bind(2, limit)
                    .Run();

                // No attempt that is kept names a version that was over by then.
                versions = session.Prepare("""
                        DELETE FROM webhook_versions WHERE (shard, webhook_id, version) IN (
                            SELECT shard, webhook_id, version FROM webhook_versions WHERE until < ? ORDER BY until LIMIT ?)
                        """)
                    .Bind(1, published)
                    .Bind(2, limit)
                    .Run();
            },
            cancellationToken);
        return events == limit || attempts == limit || versions == limit;
    }
}
