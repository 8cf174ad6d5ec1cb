using System.Text.RegularExpressions;

namespace Ringback.Tests.Architecture;

/// <summary>A C# file, and what can be read off its lines without a compiler.</summary>
/// <param name="path">From the root of the repository, with slashes.</param>
/// <param name="lines">Its lines.</param>
internal sealed partial class SourceFile(string path, IReadOnlyList<string> lines)
{
    /// <summary>From the root of the repository, with slashes.</summary>
    public string Path => path;

    /// <summary>The type that the file is named after: <c>SqliteStore</c> of <c>SqliteStore.Events.cs</c>.</summary>
    public string Subject => System.IO.Path.GetFileName(path).Split('.')[0];

    /// <summary>All lines.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The types that it declares outside any other.</summary>
    public IReadOnlyList<TypeDeclaration> Types { get; } =
        [.. Enumerable.Range(0, lines.Count).Select(index => Declaration(lines, index)).OfType<TypeDeclaration>()];

    /// <summary>The names under a namespace that its code uses; comments do not count.</summary>
    public IEnumerable<string> NamesUnder(string rootNamespace) => Code()
        .Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
        .SelectMany(line => Regex.Matches(line, $@"(?<![\w.]){Regex.Escape(rootNamespace)}\.(\w+)"))
        .Select(match => match.Groups[1].Value)
        .Distinct();

    /// <summary>Whether its code, comments aside, has a match.</summary>
    public bool Matches(Regex pattern) => Code().Any(pattern.IsMatch);

    private IEnumerable<string> Code() =>
        lines.Where(line => !line.AsSpan().TrimStart().StartsWith("//", StringComparison.Ordinal));

    private static TypeDeclaration? Declaration(IReadOnlyList<string> lines, int index)
    {
        var match = DeclarationLine().Match(lines[index]);
        return match.Success
            ? new TypeDeclaration(
                match.Groups["name"].Value,
                match.Groups["kind"].Value,
                match.Groups["modifiers"].Value.Contains("partial", StringComparison.Ordinal),
                Length(lines, index))
            : null;
    }

    // A type with a body ends at a brace in the first column, one on a few lines at its semicolon or brace.
    private static int Length(IReadOnlyList<string> lines, int start)
    {
        var hasBody = false;
        for (var index = start; index < lines.Count; index++)
        {
            hasBody |= lines[index].StartsWith('{');
            var line = lines[index];
            if (line.StartsWith('}') || (!hasBody && (line.EndsWith(';') || line.EndsWith('}'))))
            {
                return index - start + 1;
            }
        }

        return 1;
    }

    [GeneratedRegex(
        """
        ^(\[.*\]\s*)?(?<modifiers>((public|internal|file|sealed|abstract|static|partial|readonly|ref|unsafe)\s+)*)
        ((?<kind>class|struct|interface|enum|record)\s+((class|struct)\s+)?(?<name>\w+)
            |(?<kind>delegate)\s[^(]*?(?<name>\w+)(<[^(>]*>)?\()
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex DeclarationLine();
}
