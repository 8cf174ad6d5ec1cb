using System.Text.RegularExpressions;

namespace Ringback.Tests.Architecture;

/// <summary>What may use what: between projects, and between the folders of the engine.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Ringback.Protocol"] = [],
        ["Ringback"] = ["Ringback.Protocol"],
        ["Ringback.Server"] = ["Ringback.Protocol", "Ringback"],
        ["Ringback.Client"] = ["Ringback.Protocol"],
        ["Ringback.Receiver"] = ["Ringback.Protocol"],
        ["Ringback.Cli"] = ["Ringback.Protocol", "Ringback.Client", "Ringback.Server"],
    };

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Installation"] = [],
        ["Ownership"] = ["Installation"],
        ["Access"] = ["Installation"],
        ["Filters"] = ["Installation"],
        ["HostNames"] = [],
        ["Webhooks"] = ["Access", "Filters", "HostNames", "Installation", "Ownership"],
        ["Events"] = ["Access", "Filters", "Webhooks", "Installation"],
        ["Delivery"] = ["Filters", "HostNames", "Webhooks", "Events", "Installation", "Ownership"],
        ["Retention"] = ["Webhooks", "Installation"],
        ["Storage"] = ["Access", "Filters", "Webhooks", "Events", "Delivery", "Retention", "Installation", "Ownership"],
        ["Hosting"] =
            ["Access", "Filters", "Webhooks", "Events", "Delivery", "Retention", "Storage", "Installation", "Ownership"],
    };

    // Commands that run a server; every other one talks to a server as any client would.
    private static readonly string[] CommandsWithAServer = ["Serve", "Demo"];

    // "ringback store" works on databases: most of it needs them to itself, with no server that a client could ask, and all of
    // it has to work when a server does not start.
    private const string CommandsOnDatabases = "Store";

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        var projects = RepositoryTree.Paths("*.csproj", atLeast: 5, "src");

        Complaints.None(projects.SelectMany(path =>
        {
            var project = Path.GetFileNameWithoutExtension(path);
            return ProjectReference().Matches(RepositoryTree.Read(path))
                .Select(match => match.Groups["project"].Value)
                .Except(MayReference.GetValueOrDefault(project, []))
                .Select(reference => $"{project} references {reference}");
        }));
        Assert.All(projects, path => Assert.Contains(Path.GetFileNameWithoutExtension(path), MayReference.Keys));
    }

    [Fact]
    public void Folders_of_the_engine_use_only_what_they_may()
    {
        var files = RepositoryTree.CSharp(atLeast: 60, "src/Ringback").Where(IsInFolder).ToList();

        Assert.Equal(MayUse.Keys.Order(), files.Select(Folder).Distinct().Order());
        Complaints.None(files.SelectMany(file => file.NamesUnder("Ringback")
            .Intersect(MayUse.Keys)
            .Except([.. MayUse[Folder(file)], Folder(file)])
            .Select(used => $"{file.Path} uses {used}")));

        static bool IsInFolder(SourceFile file) => file.Path.Count(letter => letter == '/') > 2;
    }

    [Fact]
    public void Storage_alone_knows_a_database()
    {
        var files = RepositoryTree.CSharp(atLeast: 100, "src").ToLookup(IsStorage);

        Complaints.None(files[false]
            .Where(file => file.Matches(DatabasePackage()) || file.Matches(Sql()))
            .Select(file => $"{file.Path} has SQL or uses a database"));
        Assert.Contains(files[true], file => file.Matches(DatabasePackage()));
        Assert.Contains(files[true], file => file.Matches(Sql()));

        static bool IsStorage(SourceFile file) =>
            file.Path.StartsWith("src/Ringback/Storage/", StringComparison.Ordinal);
    }

    [Fact]
    public void Engine_and_protocol_know_no_web_framework()
    {
        var files = RepositoryTree.CSharp(atLeast: 80, "src/Ringback", "src/Ringback.Protocol");

        Complaints.None(files.Where(file => file.NamesUnder("Microsoft").Contains("AspNetCore"))
            .Select(file => $"{file.Path} uses ASP.NET Core"));
    }

    [Fact]
    public void Schedule_knows_no_http() => Complaints.None(
        RepositoryTree.CSharp(atLeast: 15, "src/Ringback/Delivery/Schedule")
            .Where(file => file.Matches(HttpOrSending()))
            .Select(file => $"{file.Path} knows how callbacks are sent"));

    [Fact]
    public void Commands_but_serve_and_demo_reach_a_server_as_clients_only_and_store_alone_reaches_databases()
    {
        var files = RepositoryTree.CSharp(atLeast: 3, "src/Ringback.Cli");

        Complaints.None(files
            .Where(file => !CommandsWithAServer.Contains(Folder(file)))
            .Where(file => file.NamesUnder("Ringback")
                .Except(["Cli", "Client", "Protocol", "Installation"])
                .Except(Folder(file) == CommandsOnDatabases ? ["Storage"] : [])
                .Any())
            .Select(file => $"{file.Path} uses the server or the engine"));
    }

    private static string Folder(SourceFile file) => file.Path.Split('/')[2];

    [GeneratedRegex("""<ProjectReference\s+Include="[^"]*/(?<project>[^/"]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"\bSystem\.Net\b|\bDelivery\.(Sending|Callbacks)\b|\bHttp\w+")]
    private static partial Regex HttpOrSending();

    [GeneratedRegex(@"\b(Microsoft\.Data\.|System\.Data\b|Npgsql|Evolve|Dapper)")]
    private static partial Regex DatabasePackage();

    [GeneratedRegex(
        @"\b(select\b.+\bfrom|insert\s+into|delete\s+from|update\s+\w+\s+set|create\s+table)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();
}
