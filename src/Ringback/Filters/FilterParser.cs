using System.Diagnostics.CodeAnalysis;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;

namespace Ringback.Filters;

/// <summary>Reads the filter of a webhook for one resource and event.</summary>
/// <param name="resource">The resource of the webhook.</param>
/// <param name="eventName">The event of the webhook.</param>
/// <param name="ownedByOrg">Whether the org is to own the webhook.</param>
internal sealed class FilterParser(CatalogueResource resource, string eventName, bool ownedByOrg)
{
    private readonly List<FilterTerm> _terms = [];

    /// <summary>Gives the terms, or a problem for the caller to read.</summary>
    public bool TryParse(string text, out FilterTerm[] terms, [NotNullWhen(false)] out string? problem)
    {
        terms = [];
        problem = resource.IsWildcard
            ? $"invalid filter: {resource.Name} takes no filter; came '{Excerpt.Of(text)}'"
            : text.Split('&').Select(Add).FirstOrDefault(found => found is not null);
        if (problem is not null)
        {
            return false;
        }

        terms = [.. _terms];
        return true;
    }

    private string? Add(string pair)
    {
        var equals = pair.IndexOf('=');
        if (equals < 1)
        {
            return $"invalid filter: came '{Excerpt.Of(pair)}'; allowed are name=value pairs with & between them";
        }

        var name = Decode(pair[..equals]);
        if (resource.FindFilter(name) is not { } filter)
        {
            return $"invalid filter: {Excerpt.Of(name)} is not a filter of {resource.Name}; {Allowed()}";
        }

        return Refuse(filter) ?? AddValue(filter, Decode(pair[(equals + 1)..]));
    }

    private string? Refuse(CatalogueFilter filter)
    {
        if (!Applies(filter))
        {
            return $"invalid filter: {filter.Name} does not apply to the event {eventName} of {resource.Name}, "
                + $"only to {string.Join(", ", filter.Events)}; {Allowed()}";
        }

        if (filter.NeedsOrgOwner && !ownedByOrg)
        {
            return $"invalid filter: {filter.Name} needs ownedBy=org";
        }

        return _terms.Exists(term => term.Filter.Name == filter.Name)
            ? $"invalid filter: {filter.Name} is there more than once; allowed is once"
            : null;
    }

    private string? AddValue(CatalogueFilter filter, string value)
    {
        if (value.Length == 0)
        {
            return Invalid(filter, "an empty value");
        }

        if (filter.Kind != FilterKind.List)
        {
            _terms.Add(new FilterTerm(filter, value));
            return IsAllowed(filter, value) ? null : Invalid(filter, $"'{Excerpt.Of(value)}'");
        }

        var values = value.Split(',').Distinct(StringComparer.Ordinal).ToArray();
        _terms.Add(new FilterTerm(filter, values[0], values.Length > 1 ? values[1..] : null));
        return values.Contains("") ? Invalid(filter, $"'{Excerpt.Of(value)}'") : null;
    }

    private bool Applies(CatalogueFilter filter) =>
        eventName == WebhookCatalogue.All
            ? resource.EventsOfAll.Any(filter.AppliesTo)
            : filter.AppliesTo(eventName);

    private string Allowed()
    {
        var names = resource.Filters
            .Where(filter => Applies(filter) && (ownedByOrg || !filter.NeedsOrgOwner))
            .Select(filter => filter.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();

        return names.Length == 0 ? "it takes no filter" : $"allowed are {string.Join(", ", names)}";
    }

    private static string Invalid(CatalogueFilter filter, string came) =>
        $"invalid value for filter: {filter.Name}; came {came}; " + filter.Kind switch
        {
            FilterKind.Enum => $"allowed are {string.Join(", ", filter.Values)}",
            FilterKind.Boolean or FilterKind.NonEmpty => "allowed are true, false",
            FilterKind.List => "allowed are values with one comma between them" + (filter.Me ? ", or me" : ""),
            FilterKind.Email => "allowed is an email address",
            FilterKind.Id => "allowed is an id",
            _ => "allowed is a text",
        };

    private static bool IsAllowed(CatalogueFilter filter, string value) => filter.Kind switch
    {
        FilterKind.Enum => filter.Values.Contains(value),
        FilterKind.Boolean or FilterKind.NonEmpty => value is "true" or "false",
        _ => true,
    };

    /// <summary>Decodes percent-encoded text; text in which a % stands for itself stays as it is.</summary>
    private static string Decode(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return text;
            }
        }

        return Uri.UnescapeDataString(text);
    }
}
