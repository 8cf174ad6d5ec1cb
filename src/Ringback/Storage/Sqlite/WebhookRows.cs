using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Storage.Sqlite;

/// <summary>Reads webhooks as they are stored, at a start. Used by one thread at a time.</summary>
internal sealed class WebhookRows(SqliteSession session)
{
    private readonly SharedTexts _texts = new();

    /// <summary>Gives the webhooks of one shard.</summary>
    public List<T> Read<T>(int shard, Func<StoredWebhook, T?> make)
        where T : class
    {
        var webhooks = new List<T>();
        var row = session.Prepare("""
                SELECT id, org_id, created_by, app_id, creator_is_bot, name, target_url, resource, event, filter, secret,
                       status, owned_by, created, in_flight_limit
                FROM webhooks WHERE shard = ?
                """)
            .Bind(1, shard);
        try
        {
            while (row.Step())
            {
                if (make(new StoredWebhook(
                    row.Guid(0), row.Text(1, _texts), row.Text(2, _texts), row.Text(3, _texts), row.Integer(4) != 0,
                    row.Text(5)!, row.Text(6)!, row.Text(7, _texts), row.Text(8, _texts), row.Text(9), row.Bytes(10),
                    (WebhookStatus)row.Integer(11), (WebhookOwner)row.Integer(12), row.Time(13),
                    row.IsNull(14) ? null : (int)row.Integer(14))) is { } webhook)
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
}
