namespace Ringback.Tests.Architecture;

/// <summary>A type that a file declares outside any other type, and how many lines it takes.</summary>
internal sealed record TypeDeclaration(string Name, string Kind, bool IsPartial, int Lines)
{
    private const int CompanionLines = 12;

    /// <summary>Whether it is small and plain enough to share the file of the type that it serves.</summary>
    public bool IsCompanion => Lines <= CompanionLines
        && (IsPartial || Kind is "enum" or "record" || Name.EndsWith("Validator", StringComparison.Ordinal));
}
