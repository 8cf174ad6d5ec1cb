using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads and writes what webhooks were.</summary>
internal static class WebhookVersionRows
{
    /// <summary>Writes the version that a webhook has now.</summary>
    public static void Add(SqliteSession session, in StoredWebhook webhook, ChangedBy by) =>
        Bind(
            session.Prepare("""
                INSERT INTO webhook_versions (shard, webhook_id, version, since, cause, person_id, app_id, token_id, name,
                                              target_url, status, owned_by, settings, secrets)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """),
            webhook.Id, webhook.Version, by)
            .Bind(9, webhook.Name)
            .Bind(10, webhook.TargetUrl)
            .Bind(11, (long)webhook.Status)
            .Bind(12, (long)webhook.OwnedBy)
            .Bind(13, webhook.Settings)
            .Bind(14, webhook.Secrets)
            .Run();

    /// <summary>Writes that a webhook is deleted.</summary>
    public static void AddDeletion(SqliteSession session, Guid webhookId, long version, ChangedBy by) =>
        Bind(
            session.Prepare("""
                INSERT INTO webhook_versions (shard, webhook_id, version, since, cause, person_id, app_id, token_id, until)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?4)
                """),
            webhookId, version, by)
            .Run();

    /// <summary>Writes until when a version was the present one.</summary>
    public static void End(SqliteSession session, Guid webhookId, long version, DateTimeOffset until) =>
        session.Prepare("UPDATE webhook_versions SET until = ? WHERE shard = ? AND webhook_id = ? AND version = ?")
            .Bind(1, until)
            .Bind(2, Shards.Of(webhookId))
            .Bind(3, webhookId)
            .Bind(4, version)
            .Run();

    /// <summary>All that is kept of a webhook, newest first.</summary>
    public static IReadOnlyList<WebhookVersion> List(SqliteSession session, Guid webhookId)
    {
        var row = session.Prepare("""
                SELECT version, since, cause, person_id, app_id, token_id, until, name, target_url, status, owned_by, settings,
                       secrets
                FROM webhook_versions WHERE shard = ? AND webhook_id = ? ORDER BY version DESC
                """)
            .Bind(1, Shards.Of(webhookId))
            .Bind(2, webhookId);
        var versions = new List<WebhookVersion>();
        while (row.Step())
        {
            versions.Add(new WebhookVersion
            {
                Version = row.Integer(0),
                By = new ChangedBy((ChangeCause)row.Integer(2), row.Time(1))
                {
                    PersonId = row.Text(3),
                    AppId = row.Text(4),
                    TokenId = row.IsNull(5) ? null : row.Guid(5),
                },
                Until = row.TimeOrNull(6),
                Name = row.Text(7),
                TargetUrl = row.Text(8),
                Status = row.IsNull(9) ? null : (WebhookStatus)row.Integer(9),
                OwnedBy = row.IsNull(10) ? null : (WebhookOwner)row.Integer(10),
                Settings = row.Text(11),
                Secrets = row.Bytes(12),
            });
        }

        row.Reset();
        return versions;
    }

    private static SqliteStatement Bind(SqliteStatement statement, Guid webhookId, long version, ChangedBy by)
    {
        statement
            .Bind(1, Shards.Of(webhookId))
            .Bind(2, webhookId)
            .Bind(3, version)
            .Bind(4, by.At)
            .Bind(5, (long)by.Cause)
            .Bind(6, by.PersonId)
            .Bind(7, by.AppId);
        return by.TokenId is { } token ? statement.Bind(8, token) : statement.Bind(8, (byte[]?)null);
    }
}
