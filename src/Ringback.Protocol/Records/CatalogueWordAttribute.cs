namespace Ringback.Protocol.Records;

/// <summary>Marks a field whose values are words of the server's catalogue.</summary>
/// <param name="kind">Whether they are resources or events.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CatalogueWordAttribute(CatalogueWordKind kind) : Attribute
{
    /// <summary>Whether they are resources or events.</summary>
    public CatalogueWordKind Kind { get; } = kind;
}
