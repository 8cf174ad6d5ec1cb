using System.Text.RegularExpressions;

namespace Ringback.Tests.Documentation;

/// <summary>A page of the documentation: its links, its headings and the names that it sets in code.</summary>
/// <param name="path">From the root of the repository, with slashes.</param>
/// <param name="lines">Its lines.</param>
internal sealed partial class MarkdownPage(string path, IEnumerable<string> lines)
{
    private readonly List<string> _prose = [.. WithoutCodeBlocks(lines)];

    /// <summary>From the root of the repository, with slashes.</summary>
    public string Path => path;

    /// <summary>Where its links and pictures lead to, as they are written.</summary>
    public IEnumerable<string> Links => _prose
        .SelectMany(line => Link().Matches(InlineCode().Replace(line, "")))
        .Select(match => match.Groups["target"].Value);

    /// <summary>The names of its headings that a link can end with, made as GitHub makes them.</summary>
    public IReadOnlyList<string> Anchors => [.. _prose
        .Where(line => Heading().IsMatch(line))
        .Select(line => Anchor(Heading().Replace(line, "")))];

    /// <summary>What stands in backticks, outside of blocks of code.</summary>
    public IEnumerable<string> Code => _prose.SelectMany(CodeOf);

    /// <summary>What stands in backticks in the last column of its tables.</summary>
    public IEnumerable<string> CodeOfLastColumns => _prose
        .Where(line => line.StartsWith('|'))
        .SelectMany(line => CodeOf(line.TrimEnd().TrimEnd('|').Split('|')[^1]));

    private static IEnumerable<string> CodeOf(string text) =>
        InlineCode().Matches(text).Select(match => match.Value.Trim('`'));

    private static string Anchor(string heading) =>
        NotOfAnAnchor().Replace(LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> WithoutCodeBlocks(IEnumerable<string> lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!isFence && !isCode)
            {
                yield return line;
            }

            isCode ^= isFence;
        }
    }

    [GeneratedRegex(@"!?\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnAnchor();
}
