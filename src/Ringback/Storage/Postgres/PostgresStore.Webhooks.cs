using Npgsql;
using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    private const int DropAtOnce = 5000;

    private const string WebhookColumns =
        "id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event, filter, secrets, status, owned_by, "
        + "created, settings::text, version, subject";

    private const string LoadShardSql = $"SELECT {WebhookColumns} FROM webhooks WHERE shard = $1";

    private const string DropPendingSql = """
        DELETE FROM pending WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM pending WHERE shard = $1 AND webhook_id = $2
              AND NOT EXISTS (SELECT FROM webhooks WHERE shard = $1 AND id = $2) LIMIT $3))
        """;

    private const string DropInactiveSql = """
        DELETE FROM pending WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM pending WHERE shard = $1 AND webhook_id = $2
              AND EXISTS (SELECT FROM webhooks WHERE shard = $1 AND id = $2 AND status <> 0) LIMIT $3))
        """;

    private const string ListOfOrgSql = """
        SELECT id FROM webhooks WHERE org_id = $1 AND owned_by = 1 AND id < $2 ORDER BY id DESC LIMIT $3
        """;

    private const string ListOfCreatorSql = """
        SELECT id FROM webhooks
        WHERE org_id = $1 AND created_by = $2 AND app_id = $3 AND id < $4 AND ($5::smallint IS NULL OR owned_by = $5)
        ORDER BY id DESC LIMIT $6
        """;

    /// <inheritdoc/>
    public Task LoadWebhooksAsync<T>(
        Func<StoredWebhook, T?> make, Action<IReadOnlyList<T>> take, CancellationToken cancellationToken)
        where T : class =>
        ShardReaders.ReadAsync(
            async (shards, stopping) =>
            {
                var texts = new SharedTexts();
                foreach (var shard in shards)
                {
                    var webhooks = await ReadAsync(
                        Sql.Command(LoadShardSql, (short)shard), row => make(ReadWebhook(row, texts)), stopping);
                    take([.. webhooks.OfType<T>()]);
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task DropPendingAsync(Guid webhookId, CancellationToken cancellationToken) =>
        DropAsync(DropPendingSql, webhookId, cancellationToken);

    /// <inheritdoc/>
    public Task DropInactiveAsync(Guid webhookId, CancellationToken cancellationToken) =>
        DropAsync(DropInactiveSql, webhookId, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Guid>> ListWebhooksAsync(WebhookQuery query, CancellationToken cancellationToken)
    {
        var before = query.Before ?? Guid.AllBitsSet;
        var command = query.CreatedBy is null
            ? Sql.Command(ListOfOrgSql, query.OrgId, before, query.Limit)
            : Sql.Command(ListOfCreatorSql, query.OrgId, query.CreatedBy, query.AppId, before,
                (short?)query.OwnedBy, query.Limit);
        return await ReadAsync(command, static reader => reader.GetGuid(0), cancellationToken);
    }

    private async Task DropAsync(string sql, Guid webhookId, CancellationToken cancellationToken)
    {
        var dropped = DropAtOnce;
        while (dropped is DropAtOnce or StatementWrite.NobodyKnows)
        {
            dropped = await WriteAsync(sql, [(short)Shards.Of(webhookId), webhookId, DropAtOnce], cancellationToken);
        }
    }

    private static StoredWebhook ReadWebhook(NpgsqlDataReader reader, SharedTexts texts) => new(
        reader.GetGuid(0), texts.Share(reader.GetString(1)), texts.Share(reader.GetString(2)),
        texts.Share(reader.GetString(3)), reader.GetBoolean(4), reader.GetString(5), reader.GetString(6),
        texts.Share(reader.GetString(7)), texts.Share(reader.GetString(8)), reader.OrNull<string>(9),
        reader.OrNull<byte[]>(10), (WebhookStatus)reader.GetInt16(11), (WebhookOwner)reader.GetInt16(12), reader.Time(13),
        reader.OrNull<string>(14), reader.GetInt64(15), reader.OrNull<byte[]>(16));
}
