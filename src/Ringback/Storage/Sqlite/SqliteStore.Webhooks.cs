using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    private const int DropAtOnce = 5000;

    /// <inheritdoc/>
    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class
    {
        // Only an open store has a file to read.
        _ = Writer;
        return ShardReaders.ReadAsync(
            (shards, _) =>
            {
                // The session that everything else is read with is one thread's at a time.
                Read(() =>
                {
                    using var session = new SqliteSession(SqliteDatabase.Connect(options.Value.Data, ReaderCache));
                    var rows = new WebhookRows(session);
                    foreach (var shard in shards)
                    {
                        take(rows.Read(shard, make));
                    }

                    return true;
                });
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) => DropAsync(
        """
        DELETE FROM pending WHERE (shard, webhook_id, due, delivery_id) IN (
            SELECT shard, webhook_id, due, delivery_id FROM pending
            WHERE shard = ?1 AND webhook_id = ?2
              AND NOT EXISTS (SELECT 1 FROM webhooks WHERE shard = ?1 AND id = ?2) LIMIT ?3)
        """,
        webhookId,
        cancellationToken);

    /// <inheritdoc/>
    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) => DropAsync(
        """
        DELETE FROM pending WHERE (shard, webhook_id, due, delivery_id) IN (
            SELECT shard, webhook_id, due, delivery_id FROM pending
            WHERE shard = ?1 AND webhook_id = ?2
              AND EXISTS (SELECT 1 FROM webhooks WHERE shard = ?1 AND id = ?2 AND status <> 0) LIMIT ?3)
        """,
        webhookId,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<Guid>>(
            session =>
            {
                var statement = query.CreatedBy is null ? ListOfOrg(session, query) : ListOfCreator(session, query);
                var ids = new List<Guid>();
                while (statement.Step())
                {
                    ids.Add(statement.Guid(0));
                }

                statement.Reset();
                return ids;
            },
            cancellationToken);

    private async Task DropAsync(string sql, Guid webhookId, CancellationToken cancellationToken)
    {
        var dropped = DropAtOnce;
        while (dropped == DropAtOnce)
        {
            await WriteAsync(
                session => dropped = session.Prepare(sql)
                    .Bind(1, Shards.Of(webhookId))
                    .Bind(2, webhookId)
                    .Bind(3, DropAtOnce)
                    .Run(),
                cancellationToken);
        }
    }

    private static SqliteStatement ListOfOrg(SqliteSession session, WebhookQuery query) => session.Prepare("""
            SELECT id FROM webhooks WHERE org_id = ?1 AND owned_by = 1 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """)
        .Bind(1, query.OrgId)
        .Bind(2, query.Before ?? Guid.AllBitsSet)
        .Bind(3, query.Limit);

    private static SqliteStatement ListOfCreator(SqliteSession session, WebhookQuery query) => session.Prepare("""
            SELECT id FROM webhooks
            WHERE org_id = ?1 AND created_by = ?2 AND app_id = ?3 AND id < ?4 AND (?5 IS NULL OR owned_by = ?5)
            ORDER BY id DESC LIMIT ?6
            """)
        .Bind(1, query.OrgId)
        .Bind(2, query.CreatedBy)
        .Bind(3, query.AppId)
        .Bind(4, query.Before ?? Guid.AllBitsSet)
        .Bind(5, (long?)query.OwnedBy)
        .Bind(6, query.Limit);
}
