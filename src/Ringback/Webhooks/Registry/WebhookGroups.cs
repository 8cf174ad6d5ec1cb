namespace Ringback.Webhooks.Registry;

/// <summary>
/// Webhooks by what makes them the same. Usually each is alone, and then costs one entry; those of a time without the
/// rule against duplicates may be several.
/// </summary>
/// <param name="sameness">What makes two webhooks the same.</param>
internal sealed class WebhookGroups(IEqualityComparer<RegisteredWebhook> sameness)
{
    private readonly HashSet<RegisteredWebhook> _first = new(sameness);
    private readonly Dictionary<RegisteredWebhook, List<RegisteredWebhook>> _others = new(sameness);

    /// <summary>A webhook that is the same as this one; null when there is none.</summary>
    public RegisteredWebhook? Find(RegisteredWebhook webhook) =>
        _first.TryGetValue(webhook, out var same) ? same : null;

    /// <summary>Whether two webhooks are the same.</summary>
    public bool AreSame(RegisteredWebhook one, RegisteredWebhook other) => sameness.Equals(one, other);

    /// <summary>Puts a webhook beside those that it is the same as, if there are any.</summary>
    public void Add(RegisteredWebhook webhook)
    {
        if (_first.Add(webhook))
        {
            return;
        }

        if (!_others.TryGetValue(webhook, out var others))
        {
            _others[webhook] = others = [];
        }

        others.Add(webhook);
    }

    /// <summary>Removes a webhook: the very object that was added.</summary>
    public void Remove(RegisteredWebhook webhook)
    {
        var isFirst = ReferenceEquals(Find(webhook), webhook);
        if (isFirst)
        {
            _first.Remove(webhook);
        }

        if (!_others.Remove(webhook, out var others))
        {
            return;
        }

        others.RemoveAll(other => ReferenceEquals(other, webhook));
        if (isFirst)
        {
            _first.Add(others[0]);
            others.RemoveAt(0);
        }

        if (others.Count > 0)
        {
            _others[others[0]] = others;
        }
    }
}
