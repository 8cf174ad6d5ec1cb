namespace Ringback.Webhooks.Matching;

/// <summary>The webhooks of an org for one resource and event, as they name them: either may be <c>all</c>.</summary>
internal sealed class WebhookBucket
{
    private WebhookSet _unfiltered;
    private TermIndex[] _terms = [];

    /// <summary>Whether there is no webhook in it.</summary>
    public bool IsEmpty => _unfiltered.IsEmpty && _terms.Length == 0;

    /// <summary>Files a webhook under its narrowest term.</summary>
    public void Add(RegisteredWebhook webhook)
    {
        if (webhook.Filter.Narrowest is not { } term)
        {
            _unfiltered.Add(webhook);
            return;
        }

        var index = Array.Find(_terms, other => ReferenceEquals(other.Filter, term.Filter));
        if (index is null)
        {
            index = new TermIndex(term.Filter);
            _terms = [.. _terms, index];
        }

        index.Add(webhook, term);
    }

    /// <summary>Takes a webhook away: the very object that was added.</summary>
    public void Remove(RegisteredWebhook webhook)
    {
        if (webhook.Filter.Narrowest is not { } term)
        {
            _unfiltered.Remove(webhook);
            return;
        }

        var index = Array.Find(_terms, other => ReferenceEquals(other.Filter, term.Filter))!;
        index.Remove(webhook, term);
        if (index.IsEmpty)
        {
            _terms = [.. _terms.Where(other => other != index)];
        }
    }

    /// <summary>Offers those that may match: without a filter, or filed under a value of the event.</summary>
    public void OfferTo(scoped ref MatchScan scan)
    {
        _unfiltered.OfferTo(ref scan);
        foreach (var index in _terms)
        {
            index.OfferTo(ref scan);
        }
    }
}
