using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Sqlite;

internal sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<StoredWebhook?> FindWebhookAsync(Guid webhookId, CancellationToken cancellationToken) =>
        ReadAsync(session => new WebhookRows(session).Find(webhookId), cancellationToken);

    /// <inheritdoc/>
    public Task<WebhookWrite> AddWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        ChangeAsync(session => Add(session, webhook, by), cancellationToken);

    /// <inheritdoc/>
    public Task<WebhookWrite> UpdateWebhookAsync(StoredWebhook webhook, ChangedBy by, CancellationToken cancellationToken) =>
        ChangeAsync(session => Update(session, webhook, by), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteWebhookAsync(Guid webhookId, ChangedBy by, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            if (VersionOf(session, webhookId) is not { } version)
            {
                return;
            }

            session.Prepare("DELETE FROM webhooks WHERE shard = ? AND id = ?")
                .Bind(1, Shards.Of(webhookId))
                .Bind(2, webhookId)
                .Run();
            session.Prepare("DELETE FROM webhook_health WHERE shard = ? AND webhook_id = ?")
                .Bind(1, Shards.Of(webhookId))
                .Bind(2, webhookId)
                .Run();
            WebhookVersionRows.End(session, webhookId, version, by.At);
            WebhookVersionRows.AddDeletion(session, webhookId, version + 1, by);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WebhookVersion>> ListVersionsAsync(Guid webhookId, CancellationToken cancellationToken) =>
        ReadAsync(session => WebhookVersionRows.List(session, webhookId), cancellationToken);

    private async Task<WebhookWrite> ChangeAsync(Func<SqliteSession, WebhookWrite> change, CancellationToken cancellationToken)
    {
        WebhookWrite write = default;
        await WriteAsync(session => write = change(session), cancellationToken);
        return write;
    }

    private static WebhookWrite Add(SqliteSession session, in StoredWebhook webhook, ChangedBy by)
    {
        var added = session.Prepare("""
                INSERT INTO webhooks (shard, id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource,
                                      event, filter, secrets, status, owned_by, created, settings, version, subject)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)
            .Bind(1, Shards.Of(webhook.Id))
            .Bind(2, webhook.Id)
            .Bind(3, webhook.OrgId)
            .Bind(4, webhook.CreatedBy)
            .Bind(5, webhook.AppId)
            .Bind(6, webhook.CreatorIsBot ? 1 : 0)
            .Bind(7, webhook.Name)
            .Bind(8, webhook.TargetUrl)
            .Bind(9, webhook.Resource)
            .Bind(10, webhook.Event)
            .Bind(11, webhook.Filter)
            .Bind(12, webhook.Secrets)
            .Bind(13, (long)webhook.Status)
            .Bind(14, (long)webhook.OwnedBy)
            .Bind(15, webhook.Created)
            .Bind(16, webhook.Settings)
            .Bind(17, webhook.Version)
            .Bind(18, webhook.Subject)
            .Run();
        if (added == 0)
        {
            // The very webhook is there when it is added a second time.
            return VersionOf(session, webhook.Id) is not null
                ? new WebhookWrite(WebhookWriteState.Done)
                : new WebhookWrite(WebhookWriteState.Taken, SameAs(session, webhook));
        }

        WebhookVersionRows.Add(session, webhook, by);
        return new WebhookWrite(WebhookWriteState.Done);
    }

    private static WebhookWrite Update(SqliteSession session, in StoredWebhook webhook, ChangedBy by)
    {
        var updated = session.Prepare("""
                UPDATE OR IGNORE webhooks
                SET name = ?, target_url = ?, secrets = ?, status = ?, owned_by = ?, settings = ?, version = ?, subject = ?
                WHERE shard = ? AND id = ? AND version = ?
                """)
            .Bind(1, webhook.Name)
            .Bind(2, webhook.TargetUrl)
            .Bind(3, webhook.Secrets)
            .Bind(4, (long)webhook.Status)
            .Bind(5, (long)webhook.OwnedBy)
            .Bind(6, webhook.Settings)
            .Bind(7, webhook.Version)
            .Bind(8, webhook.Subject)
            .Bind(9, Shards.Of(webhook.Id))
            .Bind(10, webhook.Id)
            .Bind(11, webhook.Version - 1)
            .Run();
        if (updated == 0)
        {
            return VersionOf(session, webhook.Id) == webhook.Version - 1
                ? new WebhookWrite(WebhookWriteState.Taken, SameAs(session, webhook))
                : new WebhookWrite(WebhookWriteState.Stale);
        }

        WebhookVersionRows.End(session, webhook.Id, webhook.Version - 1, by.At);
        WebhookVersionRows.Add(session, webhook, by);
        return new WebhookWrite(WebhookWriteState.Done);
    }

    private static long? VersionOf(SqliteSession session, Guid webhookId)
    {
        var statement = session.Prepare("SELECT version FROM webhooks WHERE shard = ? AND id = ?")
            .Bind(1, Shards.Of(webhookId))
            .Bind(2, webhookId);
        var version = statement.Step() ? statement.Integer(0) : (long?)null;
        statement.Reset();
        return version;
    }

    private static Guid? SameAs(SqliteSession session, in StoredWebhook webhook)
    {
        var statement = session.Prepare("SELECT id FROM webhooks WHERE org_id = ? AND subject = ?")
            .Bind(1, webhook.OrgId)
            .Bind(2, webhook.Subject);
        var same = statement.Step() ? statement.Guid(0) : (Guid?)null;
        statement.Reset();
        return same;
    }
}
