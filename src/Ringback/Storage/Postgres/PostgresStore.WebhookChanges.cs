using Npgsql;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Postgres;

internal sealed partial class PostgresStore
{
    private const string FindWebhookSql = $"SELECT {WebhookColumns} FROM webhooks WHERE shard = $1 AND id = $2";

    private const string FindSameSql = "SELECT id FROM webhooks WHERE org_id = $1 AND subject = $2";

    private const string AddWebhookSql = """
        WITH added AS (
            INSERT INTO webhooks (shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event,
                                  filter, secrets, status, owned_by, created, settings, version, subject)
            VALUES ($1, $2, $14, $15, $16, $17, $9, $10, $18, $19, $20, $8::bytea, $11, $12, $21, $13::json, $3, $22::bytea)
            ON CONFLICT DO NOTHING
            RETURNING 1)
        INSERT INTO webhook_versions (shard, webhook_id, version, since, cause, person_id, app_id, token_id, secrets, name,
                                      target_url, status, owned_by, settings)
        SELECT $1, $2, $3, $23, $4, $5::text, $6::text, $7::uuid, $8::bytea, $9, $10, $11, $12, $13::json
        WHERE EXISTS (SELECT FROM added)
        """;

    private const string UpdateWebhookSql = """
        WITH updated AS (
            UPDATE webhooks
            SET name = $9, target_url = $10, secrets = $8::bytea, status = $11, owned_by = $12, settings = $13::json,
                version = $3, subject = $15::bytea
            WHERE shard = $1 AND id = $2 AND version = $3 - 1
              AND NOT EXISTS (SELECT FROM webhooks WHERE org_id = $14 AND subject = $15::bytea AND id <> $2)
            RETURNING 1),
        ended AS (
            UPDATE webhook_versions SET until = $16
            WHERE shard = $1 AND webhook_id = $2 AND version = $3 - 1 AND EXISTS (SELECT FROM updated))
        INSERT INTO webhook_versions (shard, webhook_id, version, since, cause, person_id, app_id, token_id, secrets, name,
                                      target_url, status, owned_by, settings)
        SELECT $1, $2, $3, $16, $4, $5::text, $6::text, $7::uuid, $8::bytea, $9, $10, $11, $12, $13::json
        WHERE EXISTS (SELECT FROM updated)
        """;

    private const string DeleteWebhookSql = """
        WITH health AS (DELETE FROM webhook_health WHERE shard = $1 AND webhook_id = $2),
        gone AS (DELETE FROM webhooks WHERE shard = $1 AND id = $2 RETURNING version),
        ended AS (
            UPDATE webhook_versions SET until = $3
            WHERE shard = $1 AND webhook_id = $2 AND version = (SELECT version FROM gone))
        INSERT INTO webhook_versions (shard, webhook_id, version, since, until, cause, person_id, app_id, token_id)
        SELECT $1, $2, version + 1, $3, $3, $4, $5::text, $6::text, $7::uuid FROM gone
        """;

    private const string ListVersionsSql = """
        SELECT version, since, cause, person_id, app_id, token_id, until, name, target_url, status, owned_by, settings::text,
               secrets
        FROM webhook_versions WHERE shard = $1 AND webhook_id = $2 ORDER BY version DESC
        """;

    /// <inheritdoc/>
    public async Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        var texts = new SharedTexts();
        var found = await ReadAsync(
            Sql.Command(FindWebhookSql, (short)Shards.Of(webhookId), webhookId), row => ReadWebhook(row, texts),
            cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public async Task<WebhookWrite> AddWebhookAsync(
        StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken)
    {
        object?[] rest =
        [
            webhook.OrgId, webhook.CreatedBy, webhook.AppId, webhook.CreatorIsBot, webhook.Resource, webhook.Event,
            webhook.Filter, webhook.Created.UtcDateTime, webhook.Subject, by.At.UtcDateTime,
        ];
        var rows = await WriteAsync(AddWebhookSql, [.. VersionOf(webhook, by), .. rest], cancellationToken);
        if (rows > 0)
        {
            return new WebhookWrite(WebhookWriteState.Done);
        }

        // The very webhook is there when it is added a second time.
        return await FindAfterAsync(webhook.Id, rows) is not null
            ? new WebhookWrite(WebhookWriteState.Done)
            : new WebhookWrite(WebhookWriteState.Taken, await FindSameAsync(webhook));
    }

    /// <inheritdoc/>
    public async Task<WebhookWrite> UpdateWebhookAsync(
        StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken)
    {
        object?[] rest = [webhook.OrgId, webhook.Subject, by.At.UtcDateTime];
        var rows = 0;
        try
        {
            rows = await WriteAsync(UpdateWebhookSql, [.. VersionOf(webhook, by), .. rest], cancellationToken);
            if (rows > 0)
            {
                return new WebhookWrite(WebhookWriteState.Done);
            }
        }
        catch (StoreUnavailableException refused) when (
            refused.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another process took the subject between the statement's look and its write.
        }

        if (await FindAfterAsync(webhook.Id, rows) is not { } there)
        {
            return new WebhookWrite(WebhookWriteState.Stale);
        }

        if (there.Version == webhook.Version - 1)
        {
            return new WebhookWrite(WebhookWriteState.Taken, await FindSameAsync(webhook));
        }

        return new WebhookWrite(
            rows == StatementWrite.NobodyKnows && IsSame(there, webhook) ? WebhookWriteState.Done : WebhookWriteState.Stale);
    }

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) => WriteAsync(
        DeleteWebhookSql,
        [
            (short)Shards.Of(webhookId), webhookId, by.At.UtcDateTime, (short)by.Cause, by.PersonId, by.AppId, by.TokenId,
        ],
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken) =>
        await ReadAsync(
            Sql.Command(ListVersionsSql, (short)Shards.Of(webhookId), webhookId), ReadVersion, cancellationToken);

    // The first parameters of both statements: what goes into the row of the version.
    private static object?[] VersionOf(in StoredWebhook webhook, ChangedBy by) =>
    [
        (short)Shards.Of(webhook.Id), webhook.Id, webhook.Version, (short)by.Cause, by.PersonId, by.AppId, by.TokenId,
        webhook.Secrets, webhook.Name, webhook.TargetUrl, (short)webhook.Status, (short)webhook.OwnedBy, webhook.Settings,
    ];

    private static WebhookVersion ReadVersion(NpgsqlDataReader row) => new()
    {
        Version = row.GetInt64(0),
        By = new ChangedBy((ChangeCause)row.GetInt16(2), row.Time(1))
        {
            PersonId = row.OrNull<string>(3),
            AppId = row.OrNull<string>(4),
            TokenId = row.IsDBNull(5) ? null : row.GetGuid(5),
        },
        Until = row.TimeOrNull(6),
        Name = row.OrNull<string>(7),
        TargetUrl = row.OrNull<string>(8),
        Status = row.IsDBNull(9) ? null : (WebhookStatus)row.GetInt16(9),
        OwnedBy = row.IsDBNull(10) ? null : (WebhookOwner)row.GetInt16(10),
        Settings = row.OrNull<string>(11),
        Secrets = row.OrNull<byte[]>(12),
    };

    // One statement at most has made a version what it is, so a version with the same content is the one that was to be written.
    private static bool IsSame(in StoredWebhook there, in StoredWebhook webhook) =>
        there.Secrets.AsSpan().SequenceEqual(webhook.Secrets) && there.Subject.AsSpan().SequenceEqual(webhook.Subject)
        && there with { Secrets = null, Subject = null } == webhook with { Secrets = null, Subject = null };

    private Task<StoredWebhook?> FindAfterAsync(Guid webhookId, int rows) => rows == StatementWrite.NobodyKnows
        ? SureRead.UntilKnownAsync(() => FindWebhookAsync(webhookId, CancellationToken.None), time, _closing.Token)
        : FindWebhookAsync(webhookId, CancellationToken.None);

    private async Task<Guid?> FindSameAsync(StoredWebhook webhook)
    {
        var same = await ReadAsync(
            Sql.Command(FindSameSql, webhook.OrgId, webhook.Subject), static row => row.GetGuid(0), CancellationToken.None);
        return same.Count == 0 ? null : same[0];
    }
}
