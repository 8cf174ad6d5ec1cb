namespace Ringback.Protocol.Records;

/// <summary>How many items a list of a request may have.</summary>
/// <param name="maxCount">The most items.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListLimitAttribute(int maxCount) : Attribute
{
    /// <summary>The most items.</summary>
    public int MaxCount { get; } = maxCount;

    /// <summary>The longest item, in characters, when the items are texts: each has at least one. 0 for other lists.</summary>
    public int MaxLength { get; init; }
}
