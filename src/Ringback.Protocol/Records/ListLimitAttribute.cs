namespace Ringback.Protocol.Records;

/// <summary>How many items a list of a request may have.</summary>
/// <param name="maxCount">How many items there may be.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListLimitAttribute(int maxCount) : Attribute
{
    /// <summary>How many items there may be.</summary>
    public int MaxCount { get; } = maxCount;

    /// <summary>The longest item, in characters, when the items are texts: each has at least one. 0 for other lists.</summary>
    public int MaxLength { get; init; }
}
