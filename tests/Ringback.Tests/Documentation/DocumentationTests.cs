using Ringback.Tests.Architecture;

namespace Ringback.Tests.Documentation;

/// <summary>The pages lead to what is there: other pages, their headings, files and types of the code.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] RootPages =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

    private static IReadOnlyDictionary<string, MarkdownPage> Pages { get; } =
        RootPages.Concat(RepositoryTree.Paths("*.md", atLeast: 10, "docs", "tests", "bench"))
            .Select(path => new MarkdownPage(path, RepositoryTree.Read(path).Split('\n').Select(line => line.TrimEnd('\r'))))
            .ToDictionary(page => page.Path);

    [Fact]
    public void Links_lead_to_a_file_and_a_heading_that_are_there()
    {
        var links = Pages.Values.SelectMany(page => page.Links.Select(link => (page, link)))
            .Where(entry => !entry.link.Contains("://", StringComparison.Ordinal))
            .ToList();

        Complaints.None(links
            .Where(entry => !Resolves(entry.page, entry.link))
            .Select(entry => $"{entry.page.Path} links to {entry.link}, which is not there"));
        Assert.True(links.Count > 50, $"only {links.Count} links were found");
    }

    [Fact]
    public void Headings_of_a_page_differ() => Complaints.None(Pages.Values
        .Where(page => page.Path != "CHANGELOG.md")
        .SelectMany(page => page.Anchors.GroupBy(anchor => anchor)
            .Where(group => group.Count() > 1)
            .Select(group => $"{page.Path} has the heading {group.Key} {group.Count()} times")));

    [Fact]
    public void Every_page_of_the_docs_is_in_their_index()
    {
        var index = Pages["docs/README.md"].Links.Select(link => link.Split('#')[0]).ToHashSet();

        Complaints.None(RepositoryTree.Paths("*.md", atLeast: 10, "docs")
            .Where(path => path.Count(letter => letter == '/') == 1 && path != "docs/README.md")
            .Select(path => path["docs/".Length..])
            .Except(index)
            .Select(page => $"docs/README.md does not lead to {page}"));
    }

    [Fact]
    public void Paths_that_the_architecture_page_names_are_there()
    {
        var paths = Pages["ARCHITECTURE.md"].Code.Where(IsPath).ToList();

        Complaints.None(paths
            .Where(path => !RepositoryTree.Exists(path) && !RepositoryTree.Exists($"src/Ringback/{path}"))
            .Select(path => $"ARCHITECTURE.md names {path}, which is neither there nor in src/Ringback"));
        Assert.True(paths.Count > 20, $"only {paths.Count} paths were found");
    }

    [Fact]
    public void Classes_that_the_delivery_page_names_are_there()
    {
        var types = RepositoryTree.CSharp(atLeast: 150, "src").SelectMany(file => file.Types)
            .Select(type => type.Name)
            .ToHashSet();
        var named = Pages["docs/delivery.md"].CodeOfLastColumns
            .Where(name => char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetterOrDigit))
            .ToList();

        Complaints.None(named.Except(types).Select(name => $"docs/delivery.md names the class {name}, which is not there"));
        Assert.True(named.Count > 10, $"only {named.Count} classes were found");
    }

    private static bool Resolves(MarkdownPage page, string link)
    {
        var parts = link.Split('#', 2);
        var folder = page.Path.Contains('/') ? page.Path[..page.Path.LastIndexOf('/')] : "";
        var path = parts[0].Length == 0 ? page.Path : Normalized($"{folder}/{parts[0]}");
        return RepositoryTree.Exists(path)
            && (parts.Length == 1 || (Pages.TryGetValue(path, out var target) && target.Anchors.Contains(parts[1])));
    }

    private static string Normalized(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static bool IsPath(string code) =>
        !code.Contains(' ') && !code.Contains('…') && !code.StartsWith('/') && !code.Contains("://", StringComparison.Ordinal)
        && (code.Contains('/') || code.EndsWith(".cs", StringComparison.Ordinal));
}
