using Npgsql;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    // Rows are named by their places, here and below: no join that could be turned round, as in OutcomeRows.
    private const string DropPendingBeforeSql = """
        DELETE FROM pending WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM pending WHERE shard = $1 AND webhook_id = $2 AND event_id < $3
              AND NOT EXISTS (SELECT FROM webhooks WHERE shard = $1 AND id = $2 AND status = 0) LIMIT $4))
        """;

    // There is no aggregate of UUIDs in the oldest supported server, and no index: all that is pending is read.
    private const string OldestPendingSql = "SELECT event_id FROM pending ORDER BY event_id LIMIT 1";

    private const string DropChosenIdsSql = """
        DELETE FROM chosen_ids WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM chosen_ids WHERE event_id < $1 ORDER BY event_id LIMIT $2))
        """;

    private const string DropOtherEventsSql = """
        DELETE FROM events_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM events_other WHERE id < $1 LIMIT $2))
        """;

    private const string DropOtherAttemptsSql = """
        DELETE FROM attempts_other WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM attempts_other WHERE delivery_id < $1 LIMIT $2))
        """;

    // No attempt that is kept names a version that was over by then.
    private const string DropVersionsSql = """
        DELETE FROM webhook_versions WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM webhook_versions WHERE until < $1 ORDER BY until LIMIT $2))
        """;

    /// <inheritdoc/>
    public Task PrepareDaysAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        UsingAsync(connection => PostgresPartitions.EnsureAsync(connection, now, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<int> DropPendingBeforeAsync(
        Guid webhookId, DateTimeOffset published, int limit, CancellationToken cancellationToken)
    {
        var dropped = await WriteAsync(
            DropPendingBeforeSql,
            [(short)Shards.Of(webhookId), webhookId, EventTime.FirstId(published), limit],
            cancellationToken);

        // Where the number was lost, there may be more.
        return dropped == StatementWrite.NobodyKnows ? limit : dropped;
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellationToken)
    {
        var oldest = await ReadAsync(
            Sql.Command(OldestPendingSql), static reader => EventTime.Of(reader.GetGuid(0)), cancellationToken);
        return oldest.Count > 0 ? oldest[0] : null;
    }

    /// <inheritdoc/>
    public async Task<bool> DropHistoryBeforeAsync(DateTimeOffset published, int limit, CancellationToken cancellationToken)
    {
        await UsingAsync(
            connection => PostgresPartitions.DropBeforeAsync(connection, published, cancellationToken), cancellationToken);
        var firstKept = EventTime.FirstId(published);
        var mayBeMore = false;
        foreach (var sql in new[] { DropChosenIdsSql, DropOtherEventsSql, DropOtherAttemptsSql })
        {
            mayBeMore |= await WriteAsync(sql, [firstKept, limit], cancellationToken) is var dropped && IsMore(dropped, limit);
        }

        // The attempts of a day are dropped together, when the whole day is old: until then each may name a version of its time.
        var versions = await WriteAsync(
            DropVersionsSql, [published.UtcDateTime - TimeSpan.FromDays(1), limit], cancellationToken);
        return mayBeMore || IsMore(versions, limit);
    }

    private static bool IsMore(int dropped, int limit) => dropped == limit || dropped == StatementWrite.NobodyKnows;

    private async Task UsingAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        var database = _database ?? throw new StoreUnavailableException("The store is not open.");
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await work(connection);
        }
        catch (Exception error) when (error is PostgresException || PostgresCommitter.IsPassing(error))
        {
            database.Forget();
            throw new StoreUnavailableException("The database is away, or refuses this.", error);
        }
    }
}
