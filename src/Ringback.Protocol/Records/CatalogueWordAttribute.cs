namespace Ringback.Protocol.Records;

/// <summary>Marks a field whose values are words of the server's catalogue.</summary>
/// <param name="kind">Which words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CatalogueWordAttribute(CatalogueWordKind kind) : Attribute
{
    /// <summary>Which words.</summary>
    public CatalogueWordKind Kind { get; } = kind;
}
