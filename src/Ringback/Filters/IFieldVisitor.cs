namespace Ringback.Filters;

/// <summary>Is shown what an event's data has where a filter looks, one value at a time.</summary>
internal interface IFieldVisitor
{
    /// <summary>Looks at one value; true when it has seen enough.</summary>
    bool Visit(scoped ReadOnlySpan<char> value);
}
