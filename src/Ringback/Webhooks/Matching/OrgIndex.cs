using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Ringback.Protocol.Catalogue;

namespace Ringback.Webhooks.Matching;

/// <summary>The webhooks of one org, by the resource and event that they are registered for. Thread-safe.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The lock holds handles only after contention, and they finalize themselves.")]
internal sealed class OrgIndex
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<(string Resource, string Event), WebhookBucket> _buckets = [];

    /// <summary>Whether the org has no webhook. Only for the thread that makes the changes.</summary>
    public bool IsEmpty => _buckets.Count == 0;

    /// <summary>Takes one webhook away and adds another, so that no search sees neither or both.</summary>
    public void Change(RegisteredWebhook? before, RegisteredWebhook? after)
    {
        _lock.EnterWriteLock();
        try
        {
            if (before is not null)
            {
                Remove(before);
            }

            if (after is not null)
            {
                Add(after);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Offers the webhooks registered for the event itself, or for an <c>all</c> that stands for it.</summary>
    public void OfferTo(
        scoped ref MatchScan scan, in EventToMatch candidate, CatalogueResource? resource, WebhookCatalogue catalogue)
    {
        _lock.EnterReadLock();
        try
        {
            Offer(candidate.Resource, candidate.Type, ref scan);
            if (resource?.AllStandsFor(candidate.Type) == true)
            {
                Offer(candidate.Resource, WebhookCatalogue.All, ref scan);
            }

            for (var i = 0; i < catalogue.Wildcards.Count; i++)
            {
                var wildcard = catalogue.Wildcards[i];
                if (wildcard.CoversResource(candidate.Resource) && wildcard.AllStandsFor(candidate.Type))
                {
                    Offer(wildcard.Name, WebhookCatalogue.All, ref scan);
                }
            }
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private void Offer(string resource, string eventName, scoped ref MatchScan scan)
    {
        if (_buckets.TryGetValue((resource, eventName), out var bucket))
        {
            bucket.OfferTo(ref scan);
        }
    }

    private void Add(RegisteredWebhook webhook)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _buckets, (webhook.Resource, webhook.Event), out _);
        bucket ??= new WebhookBucket();
        bucket.Add(webhook);
    }

    private void Remove(RegisteredWebhook webhook)
    {
        var key = (webhook.Resource, webhook.Event);
        var bucket = _buckets[key];
        bucket.Remove(webhook);
        if (bucket.IsEmpty)
        {
            _buckets.Remove(key);
        }
    }
}
