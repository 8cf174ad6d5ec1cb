using Ringback.Protocol.Catalogue;

namespace Ringback.Filters;

/// <summary>One <c>name=value</c> of a filter. A struct with one value in place: there may be millions.</summary>
/// <param name="filter">What the name means; shared with the catalogue.</param>
/// <param name="value">The value, or the first of several.</param>
/// <param name="others">The other values of a comma list, all different; null when there are none.</param>
internal readonly struct FilterTerm(CatalogueFilter filter, string value, string[]? others = null)
{
    private const string Me = "me";

    private readonly string[]? _others = others;

    /// <summary>What the name means.</summary>
    public CatalogueFilter Filter { get; } = filter;

    /// <summary>The value, or the first of several.</summary>
    public string Value { get; } = value;

    /// <summary>How many values it has: one, or those of a comma list.</summary>
    public int Count => 1 + (_others?.Length ?? 0);

    /// <summary>How its values are compared.</summary>
    public StringComparison Comparison =>
        Filter.Kind == FilterKind.Email ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>A hash of the name and the values, whatever their order.</summary>
    public int Hash
    {
        get
        {
            var values = 0;
            for (var i = 0; i < Count; i++)
            {
                values += string.GetHashCode(this[i], Comparison);
            }

            return HashCode.Combine(Filter.Name, values);
        }
    }

    /// <summary>One of its values as data has it: <c>me</c> becomes the creator.</summary>
    public string Resolve(int index, string creatorPersonId)
    {
        var value = this[index];
        return Filter.Me && value == Me ? creatorPersonId : value;
    }

    /// <summary>Whether a value of the data is one of its values.</summary>
    public bool Accepts(ReadOnlySpan<char> value, string creatorPersonId)
    {
        for (var i = 0; i < Count; i++)
        {
            if (value.Equals(Resolve(i, creatorPersonId), Comparison))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it has the same name and the same values, in any order.</summary>
    public bool SameAs(FilterTerm other)
    {
        if (Filter.Name != other.Filter.Name || Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!other.Has(this[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name and the values as text: equal for terms that are <see cref="SameAs"/>.</summary>
    public string ToCanonical()
    {
        var values = new string[Count];
        for (var i = 0; i < Count; i++)
        {
            values[i] = Comparison == StringComparison.OrdinalIgnoreCase ? this[i].ToUpperInvariant() : this[i];
        }

        Array.Sort(values, StringComparer.Ordinal);
        return $"{Filter.Name}={string.Join('\n', values)}";
    }

    private string this[int index] => index == 0 ? Value : _others![index - 1];

    private bool Has(string value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(this[i], value, Comparison))
            {
                return true;
            }
        }

        return false;
    }
}
