using System.Runtime.InteropServices;

namespace Ringback.Webhooks.Matching;

/// <summary>Many webhooks by creator, so that an event that few people see costs what those few have.</summary>
internal sealed class CreatorGroups
{
    private readonly Dictionary<string, WebhookSet> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebhookSet> _bots = new(StringComparer.Ordinal);
    private WebhookSet _ofOrg;

    public CreatorGroups(List<RegisteredWebhook> webhooks) => webhooks.ForEach(Add);

    /// <summary>Whether there is no webhook in any group.</summary>
    public bool IsEmpty => _ofOrg.IsEmpty && _people.Count == 0 && _bots.Count == 0;

    /// <summary>Adds a webhook that is in no group.</summary>
    public void Add(RegisteredWebhook webhook)
    {
        if (webhook.OwnedBy == WebhookOwner.Org)
        {
            _ofOrg.AddUngrouped(webhook);
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Groups(webhook), webhook.CreatedBy, out _).AddUngrouped(webhook);
        }
    }

    /// <summary>Removes a webhook: the very object that was added.</summary>
    public void Remove(RegisteredWebhook webhook)
    {
        if (webhook.OwnedBy == WebhookOwner.Org)
        {
            _ofOrg.Remove(webhook);
            return;
        }

        var groups = Groups(webhook);
        ref var group = ref CollectionsMarshal.GetValueRefOrNullRef(groups, webhook.CreatedBy);
        group.Remove(webhook);
        if (group.IsEmpty)
        {
            groups.Remove(webhook.CreatedBy);
        }
    }

    /// <summary>Offers the webhooks of the org and those of the creators who may see the event.</summary>
    public void OfferTo(scoped ref MatchScan scan)
    {
        _ofOrg.OfferTo(ref scan);
        Offer(_people, scan.Visible, ref scan);
        if (_bots.Count > 0)
        {
            Offer(_bots, scan.BotsNeedMention ? scan.Mentioned : scan.Visible, ref scan);
        }
    }

    private static void Offer(
        Dictionary<string, WebhookSet> groups, HashSet<string>? creators, scoped ref MatchScan scan)
    {
        if (creators is null || creators.Count > groups.Count)
        {
            foreach (var (creator, group) in groups)
            {
                if (creators is null || creators.Contains(creator))
                {
                    group.OfferTo(ref scan);
                }
            }

            return;
        }

        foreach (var creator in creators)
        {
            if (groups.TryGetValue(creator, out var group))
            {
                group.OfferTo(ref scan);
            }
        }
    }

    private Dictionary<string, WebhookSet> Groups(RegisteredWebhook webhook) => webhook.CreatorIsBot ? _bots : _people;
}
