namespace Ringback.Webhooks.Matching;

/// <summary>Webhooks that share a place in the index: one costs nothing more, many are grouped by creator.</summary>
internal struct WebhookSet
{
    private const int MostInList = 32;

    private object? _held;    // null, one RegisteredWebhook, a List of them, or CreatorGroups

    /// <summary>Whether there is no webhook in it.</summary>
    public readonly bool IsEmpty => _held is null;

    /// <summary>Adds a webhook that is not in it.</summary>
    public void Add(RegisteredWebhook webhook)
    {
        if (_held is CreatorGroups groups)
        {
            groups.Add(webhook);
        }
        else
        {
            AddUngrouped(webhook);
            if (_held is List<RegisteredWebhook> { Count: > MostInList } list)
            {
                _held = new CreatorGroups(list);
            }
        }
    }

    /// <summary>Adds a webhook that is not in it, to a set that is one group already.</summary>
    public void AddUngrouped(RegisteredWebhook webhook)
    {
        if (_held is List<RegisteredWebhook> list)
        {
            list.Add(webhook);
        }
        else
        {
            _held = _held is RegisteredWebhook only ? new List<RegisteredWebhook>(2) { only, webhook } : webhook;
        }
    }

    /// <summary>Removes a webhook: the very object that was added.</summary>
    public void Remove(RegisteredWebhook webhook)
    {
        switch (_held)
        {
            case CreatorGroups groups:
                groups.Remove(webhook);
                _held = groups.IsEmpty ? null : groups;
                break;
            case List<RegisteredWebhook> list:
                var index = list.FindIndex(other => ReferenceEquals(other, webhook));
                list[index] = list[^1];
                list.RemoveAt(list.Count - 1);
                _held = list.Count == 1 ? list[0] : list;
                break;
            default:
                _held = null;
                break;
        }
    }

    /// <summary>Offers its webhooks to the search; of many, only those that can see the event.</summary>
    public readonly void OfferTo(scoped ref MatchScan scan)
    {
        switch (_held)
        {
            case RegisteredWebhook only:
                scan.Offer(only);
                break;
            case List<RegisteredWebhook> list:
                foreach (var webhook in list)
                {
                    scan.Offer(webhook);
                }

                break;
            case CreatorGroups groups:
                groups.OfferTo(ref scan);
                break;
        }
    }
}
