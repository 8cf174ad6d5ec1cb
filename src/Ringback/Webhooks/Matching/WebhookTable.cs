namespace Ringback.Webhooks.Matching;

/// <summary>The webhooks of one shard by id. Thread-safe.</summary>
/// <remarks>A lock that hardly anybody waits for, instead of a table without one, which takes an object more for each.</remarks>
internal sealed class WebhookTable
{
    private readonly Dictionary<Guid, RegisteredWebhook> _webhooks = [];
    private readonly Lock _gate = new();

    /// <summary>The webhook of that id, or null.</summary>
    public RegisteredWebhook? Find(Guid id)
    {
        lock (_gate)
        {
            return _webhooks.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds a webhook, or replaces the one that has its id.</summary>
    public void Put(RegisteredWebhook webhook)
    {
        lock (_gate)
        {
            _webhooks[webhook.Id] = webhook;
        }
    }

    /// <summary>Takes a webhook away; null when there was none of that id.</summary>
    public RegisteredWebhook? Remove(Guid id)
    {
        lock (_gate)
        {
            return _webhooks.Remove(id, out var webhook) ? webhook : null;
        }
    }
}
