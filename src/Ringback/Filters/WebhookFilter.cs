using System.Text.Json;
using Ringback.Protocol.Catalogue;

namespace Ringback.Filters;

/// <summary>Which events of its resource a webhook wants: those that match every term. Immutable.</summary>
internal sealed class WebhookFilter
{
    private readonly FilterTerm[] _terms;
    private readonly string? _text;

    private WebhookFilter(string? text, FilterTerm[] terms)
    {
        _terms = terms;
        _text = terms.Length == 1 && text == Canonical(terms[0]) ? null : text;
        HashOfTerms = terms.Length + terms.Aggregate(0, static (sum, term) => unchecked(sum + term.Hash));
    }

    /// <summary>The filter of a webhook that has none: it matches everything.</summary>
    public static WebhookFilter None { get; } = new(null, []);

    /// <summary>The filter as it was given; null when there is none.</summary>
    /// <remarks>Put together from its term where that gives the same: it halves the memory of most filters.</remarks>
    public string? Text => _text ?? (_terms.Length == 1 ? Canonical(_terms[0]) : null);

    /// <summary>The term that the fewest webhooks share, for the index; null when there is none.</summary>
    public FilterTerm? Narrowest => _terms.Length switch
    {
        0 => null,
        1 => _terms[0],
        _ => _terms.MaxBy(term => term.Filter.Selectivity),
    };

    /// <summary>Reads <c>name=value&amp;name=value</c>; an absent or empty text is no filter.</summary>
    /// <param name="text">The text, with values raw or percent-encoded.</param>
    /// <param name="resource">The resource of the webhook.</param>
    /// <param name="eventName">The event; <c>all</c> takes what applies to any event that it stands for.</param>
    /// <param name="ownedByOrg">Whether the org is to own the webhook.</param>
    public static FilterParseResult Parse(string? text, CatalogueResource resource, string eventName, bool ownedByOrg)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new FilterParseResult.Parsed(None);
        }

        var parser = new FilterParser(resource, eventName, ownedByOrg);
        return parser.TryParse(text, out var terms, out var problem)
            ? new FilterParseResult.Parsed(new WebhookFilter(text, terms))
            : new FilterParseResult.Invalid(problem);
    }

    /// <summary>Whether an event matches every term.</summary>
    /// <param name="data">The full data of the event.</param>
    /// <param name="creatorPersonId">The webhook's creator, whom the value <c>me</c> means.</param>
    /// <param name="actorId">Who caused the event; null when unknown.</param>
    public bool Matches(JsonElement data, string creatorPersonId, string? actorId)
    {
        foreach (ref readonly var term in _terms.AsSpan())
        {
            var visitor = new TermVisitor(in term, creatorPersonId);
            if (!EventFields.Visit(term.Filter, data, actorId, ref visitor))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether another filter has the same terms, in any order.</summary>
    public bool SameAs(WebhookFilter other) =>
        _terms.Length == other._terms.Length
        && Array.TrueForAll(_terms, term => Array.Exists(other._terms, term.SameAs));

    /// <summary>A hash that filters with the same terms share.</summary>
    public int HashOfTerms { get; }

    /// <summary>The terms as text in an order of their own: equal for filters that are <see cref="SameAs"/>.</summary>
    public IEnumerable<string> CanonicalTerms() => _terms.Select(static term => term.ToCanonical()).Order(StringComparer.Ordinal);

    private static string Canonical(FilterTerm term) => $"{term.Filter.Name}={term.Value}";

    /// <summary>Looks for a value that the term accepts.</summary>
    private readonly ref struct TermVisitor(ref readonly FilterTerm term, string creatorPersonId) : IFieldVisitor
    {
        private readonly ref readonly FilterTerm _term = ref term;

        public bool Visit(scoped ReadOnlySpan<char> value) => _term.Accepts(value, creatorPersonId);
    }
}
