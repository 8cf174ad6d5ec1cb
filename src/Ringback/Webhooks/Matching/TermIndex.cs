using System.Runtime.InteropServices;
using Ringback.Filters;
using Ringback.Protocol.Catalogue;

namespace Ringback.Webhooks.Matching;

/// <summary>Webhooks filed under the value that one filter has in them.</summary>
internal sealed class TermIndex(CatalogueFilter filter)
{
    private readonly Dictionary<string, WebhookSet> _byValue = new(
        filter.Kind == FilterKind.Email ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>The filter whose values these are.</summary>
    public CatalogueFilter Filter => filter;

    /// <summary>Whether there is no webhook in it.</summary>
    public bool IsEmpty => _byValue.Count == 0;

    /// <summary>Files a webhook under each value of its term.</summary>
    public void Add(RegisteredWebhook webhook, FilterTerm term)
    {
        for (var i = 0; i < term.Count; i++)
        {
            if (IsNew(term, i, webhook.CreatedBy, out var value))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_byValue, value, out _).Add(webhook);
            }
        }
    }

    /// <summary>Takes a webhook away: the very object that was added.</summary>
    public void Remove(RegisteredWebhook webhook, FilterTerm term)
    {
        for (var i = 0; i < term.Count; i++)
        {
            if (!IsNew(term, i, webhook.CreatedBy, out var value))
            {
                continue;
            }

            ref var webhooks = ref CollectionsMarshal.GetValueRefOrNullRef(_byValue, value);
            webhooks.Remove(webhook);
            if (webhooks.IsEmpty)
            {
                _byValue.Remove(value);
            }
        }
    }

    /// <summary>Offers the webhooks filed under a value that the event has.</summary>
    public void OfferTo(scoped ref MatchScan scan) => scan.LookUp(filter, _byValue);

    /// <summary>False for a value that came before: <c>me</c> beside the creator's own id.</summary>
    private static bool IsNew(FilterTerm term, int index, string creator, out string value)
    {
        value = term.Resolve(index, creator);
        for (var i = 0; i < index; i++)
        {
            if (term.Resolve(i, creator) == value)
            {
                return false;
            }
        }

        return true;
    }
}
