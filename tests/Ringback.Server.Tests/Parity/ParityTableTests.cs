using System.Reflection;

namespace Ringback.Server.Tests.Parity;

/// <summary>The page about parity is complete and up to date.</summary>
public sealed class ParityTableTests
{
    private const string Regenerate = "RINGBACK_REGENERATE";

    private static string Page { get; } = Path.Combine(
        typeof(ParityTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs", "webex-parity.md");

    [Fact]
    public async Task Page_is_what_the_catalogue_and_the_tests_say()
    {
        var page = ParityTable.Write();
        if (Environment.GetEnvironmentVariable(Regenerate) == "1")
        {
            await File.WriteAllTextAsync(Page, page, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(Page) ? await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken) : "";

        Assert.True(page == committed, $"docs/webex-parity.md is stale: run this test with {Regenerate}=1 and commit the page.");
    }

    [Fact]
    public void Every_row_has_a_test_and_every_test_names_a_row()
    {
        var rows = WebexRows.All.Select(row => (row.Section, row.Name)).ToList();
        var shown = ParityTable.Tests().Select(test => test.Key).ToList();

        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Empty(rows.Except(shown));
        Assert.Empty(shown.Except(rows));
        Assert.Empty(rows.Select(row => row.Section).Except(WebexRows.Sections.Select(section => section.Section)));
    }

    [Fact]
    public void No_row_says_unknown_without_a_reason()
    {
        var page = ParityTable.Write().Split('\n');

        var unknown = page
            .Where(line => line.StartsWith('|') && line.Split('|').Any(cell => cell.Split(':')[0].Trim() == "unknown"))
            .ToList();

        Assert.NotEmpty(unknown);
        Assert.All(unknown, line =>
        {
            Assert.EndsWith("| unknown: see the note |", line, StringComparison.Ordinal);
            var resource = line.Split('|')[1].Trim();
            Assert.Single(page, note => note.StartsWith("- ", StringComparison.Ordinal)
                && note[2..].Split(':')[0].Split(", ").Contains(resource));
        });
    }
}
