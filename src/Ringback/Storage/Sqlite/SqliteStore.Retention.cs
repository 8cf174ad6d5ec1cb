using Ringback.Events;
using Ringback.Ownership;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    // Only the sweeper's reads use it, one at a time.
    private string _orgOfRetention = "";

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
                        WHERE shard = ?1 AND webhook_id = ?2 AND event_id < ?3
                          AND NOT EXISTS (SELECT 1 FROM webhooks WHERE shard = ?1 AND id = ?2 AND status = 0) LIMIT ?4)
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
        var (versions, hasMore) = (0, false);
        var firstKept = EventTime.FirstId(published);
        var old = await Sweeper.ReadAsync(session => FindOldEvents(session, firstKept, limit), cancellationToken);
        await WriteAsync(
            session =>
            {
                foreach (var position in old)
                {
                    session.Prepare("DELETE FROM events WHERE position = ?").Bind(1, position).Run();
                }

                hasMore = RemoveAttempts(session, published);

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
        return old.Count == limit || versions == limit || hasMore;
    }

    /// <summary>
    /// The places of old events, org by org: in each the ids ascend with the index, so the oldest come first in it, whatever
    /// a clock that was ahead has put before it in the order of publishing. Goes on where it ended before.
    /// </summary>
    private List<long> FindOldEvents(SqliteSession session, Guid firstKept, int limit)
    {
        var old = new List<long>();
        var org = _orgOfRetention;
        while (org is not null && old.Count < limit)
        {
            var events = session.Prepare("SELECT position FROM events WHERE org_id = ? AND id < ? ORDER BY id LIMIT ?")
                .Bind(1, org)
                .Bind(2, firstKept)
                .Bind(3, limit - old.Count);
            while (events.Step())
            {
                old.Add(events.Integer(0));
            }

            events.Reset();
            org = old.Count < limit ? NextOrg(session, org) : org;
        }

        _orgOfRetention = org ?? "";
        return old;
    }

    private static string? NextOrg(SqliteSession session, string org)
    {
        var next = session.Prepare("SELECT org_id FROM events WHERE org_id > ? ORDER BY org_id LIMIT 1").Bind(1, org);
        try
        {
            return next.Step() ? next.Text(0) : null;
        }
        finally
        {
            next.Reset();
        }
    }

    private static bool RemoveAttempts(SqliteSession session, DateTimeOffset before)
    {
        // Those of a quiet server would stay until there are enough of them for the index.
        if (AttemptIndex.HasOldBehind(session, before))
        {
            AttemptIndex.Fill(session);
        }

        return AttemptIndex.RemoveBefore(session, before);
    }
}
