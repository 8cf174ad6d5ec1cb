using System.Collections.Concurrent;
using Ringback.Ownership;
using Ringback.Protocol.Catalogue;

namespace Ringback.Webhooks.Matching;

/// <summary>All webhooks, arranged so that the cost of an event follows its matches. Thread-safe.</summary>
/// <param name="catalogue">The resources and their events.</param>
/// <param name="matchesInactive">Whether inactive webhooks match too, so that what they match can be held.</param>
internal sealed class WebhookIndex(WebhookCatalogue catalogue, bool matchesInactive = true)
{
    private readonly ConcurrentDictionary<Guid, bool> _aside = new();
    private readonly WebhookTable[] _byId = [.. Enumerable.Range(0, Shards.Count).Select(_ => new WebhookTable())];

    private readonly ConcurrentDictionary<string, OrgIndex> _orgs = new(StringComparer.Ordinal);
    private readonly Lock _changes = new();
    private int _count;
    private int _active;

    /// <summary>How many webhooks there are.</summary>
    public int Count => _count;

    /// <summary>How many of them are active.</summary>
    public int ActiveCount => _active;

    /// <summary>The webhook of that id, or null.</summary>
    public RegisteredWebhook? Find(Guid id) => OfShard(id).Find(id);

    /// <summary>Notes that there is a webhook of that id which the catalogue does not know.</summary>
    public void SetAside(Guid id) => _aside[id] = true;

    /// <summary>Whether no webhook of that id is known, here or set aside. It may exist all the same: an index can be behind.</summary>
    public bool IsUnknown(Guid id) => OfShard(id).Find(id) is null && !_aside.ContainsKey(id);

    /// <summary>Adds webhooks, with no other change between them.</summary>
    public void Put(IReadOnlyList<RegisteredWebhook> webhooks)
    {
        lock (_changes)
        {
            for (var i = 0; i < webhooks.Count; i++)
            {
                Put(webhooks[i]);
            }
        }
    }

    /// <summary>Adds a webhook, or replaces the one that has its id.</summary>
    public void Put(RegisteredWebhook webhook)
    {
        lock (_changes)
        {
            var ofShard = OfShard(webhook.Id);
            var before = ofShard.Find(webhook.Id);
            CountIn(before, -1);
            CountIn(webhook, 1);
            if (before is not null && before.OrgId != webhook.OrgId)
            {
                RemoveFromOrg(before);
                before = null;
            }

            _orgs.GetOrAdd(webhook.OrgId, static _ => new OrgIndex()).Change(before, webhook);
            ofShard.Put(webhook);
        }
    }

    /// <summary>Takes a webhook away; false when there was none of that id.</summary>
    public bool Remove(Guid id)
    {
        lock (_changes)
        {
            if (OfShard(id).Remove(id) is not { } webhook)
            {
                return false;
            }

            CountIn(webhook, -1);
            RemoveFromOrg(webhook);
            return true;
        }
    }

    /// <summary>Adds to a list the webhooks that want an event and may see it, each once.</summary>
    public void Match(in EventToMatch candidate, List<RegisteredWebhook> matches)
    {
        var resource = catalogue.Find(candidate.Resource);
        if (resource?.IsWildcard != true
            && candidate.Type != WebhookCatalogue.All
            && _orgs.TryGetValue(candidate.OrgId, out var org))
        {
            var scan = new MatchScan(in candidate, resource?.BotsNeedMention, matchesInactive, matches);
            org.OfferTo(ref scan, in candidate, resource, catalogue);
        }
    }

    // A table for each shard: one of a million entries is slow to grow, and a start, which loads shard by shard, would
    // miss the processor's cache with each of them.
    private WebhookTable OfShard(Guid id) => _byId[Shards.Of(id)];

    private void CountIn(RegisteredWebhook? webhook, int one)
    {
        _count += webhook is null ? 0 : one;
        _active += webhook is { Status: WebhookStatus.Active } ? one : 0;
    }

    private void RemoveFromOrg(RegisteredWebhook webhook)
    {
        var org = _orgs[webhook.OrgId];
        org.Change(webhook, null);
        if (org.IsEmpty)
        {
            _orgs.TryRemove(webhook.OrgId, out _);
        }
    }
}
