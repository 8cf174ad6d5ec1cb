using System.Collections.Concurrent;

namespace Ringback.Cli.Demo;

/// <summary>Counts down the requests that an endpoint refuses before it recovers. Thread-safe.</summary>
internal sealed class Refusals(IEnumerable<DemoWebhook> webhooks)
{
    private readonly ConcurrentDictionary<string, int> _left =
        new(webhooks.Select(webhook => KeyValuePair.Create(webhook.Key, webhook.Refusals)));

    /// <summary>Whether the next request to a webhook's endpoint is refused.</summary>
    public bool Next(string key) => _left.AddOrUpdate(key, -1, static (_, left) => left - 1) >= 0;
}
