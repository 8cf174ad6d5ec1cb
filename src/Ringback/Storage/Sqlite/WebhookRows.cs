using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads webhooks as they are stored. Used by one thread at a time.</summary>
internal sealed class WebhookRows(SqliteSession session)
{
    private const string Columns = """
        SELECT id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event, filter, secrets, status,
               owned_by, created, settings, version, subject
        FROM webhooks WHERE shard = ?
        """;

    private const string OneOfShardSql = $"{Columns} AND id = ?";

    private readonly SharedTexts _texts = new();

    /// <summary>Gives the webhooks of one shard.</summary>
    public List<T> Read<T>(int shard, Func<StoredWebhook, T?> make)
        where T : class
    {
        var webhooks = new List<T>();
        var row = session.Prepare(Columns).Bind(1, shard);
        try
        {
            while (row.Step())
            {
                if (make(Read(row)) is { } webhook)
                {
                    webhooks.Add(webhook);
                }
            }

            return webhooks;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>The webhook of an id; null when there is none.</summary>
    public StoredWebhook? Find(Guid webhookId)
    {
        var row = session.Prepare(OneOfShardSql).Bind(1, Shards.Of(webhookId)).Bind(2, webhookId);
        try
        {
            return row.Step() ? Read(row) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private StoredWebhook Read(SqliteStatement row) => new(
        row.Guid(0), row.Text(1, _texts), row.Text(2, _texts), row.Text(3, _texts), row.Integer(4) != 0, row.Text(5)!,
        row.Text(6)!, row.Text(7, _texts), row.Text(8, _texts), row.Text(9), row.Bytes(10), (WebhookStatus)row.Integer(11),
        (WebhookOwner)row.Integer(12), row.Time(13), row.Text(14), row.Integer(15), row.Bytes(16));
}
