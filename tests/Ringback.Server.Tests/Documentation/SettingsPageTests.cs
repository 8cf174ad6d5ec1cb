using System.Reflection;
using System.Text.RegularExpressions;
using Ringback.Hosting;

namespace Ringback.Server.Tests.Documentation;

/// <summary>docs/operating.md names every setting that there is, and no page names one that there is not.</summary>
public sealed partial class SettingsPageTests
{
    // Settings that are no property of an options class: read by hand while the server starts.
    private static readonly string[] WithoutOptions = ["Ringback:Dev"];

    private static string Docs { get; } = Path.Combine(
        typeof(SettingsPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "RepositoryRoot").Value!,
        "docs");

    private static IReadOnlyList<string> Settings { get; } =
    [
        .. new[] { typeof(RingbackEngine).Assembly, typeof(RingbackServer).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(SettingsOf),
        .. WithoutOptions,
    ];

    [Fact]
    public void Operating_page_names_every_setting()
    {
        var named = Named("operating.md").ToList();

        Assert.True(Settings.Count > 25, $"only {Settings.Count} settings were found");
        Assert.Empty(Settings.Except(named));
    }

    [Fact]
    public void Every_setting_that_a_page_names_is_there() => Assert.Empty(
        Directory.GetFiles(Docs, "*.md")
            .SelectMany(path => Named(Path.GetFileName(path)))
            .Except(Settings)
            .Except(Settings.Select(setting => setting[..setting.LastIndexOf(':')])));

    private static IEnumerable<string> SettingsOf(Type type) =>
        type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is string section
            ? type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null)
                .Select(property => $"{section}:{property.Name}")
            : [];

    private static IEnumerable<string> Named(string page) =>
        Setting().Matches(File.ReadAllText(Path.Combine(Docs, page)))
            .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Select(setting => ListIndex().Replace(setting, ""));

    [GeneratedRegex("(?<![A-Za-z:])Ringback(:|__)[A-Za-z]+(((:|__)[A-Za-z]+)*)((:|__)[0-9])?(?![A-Za-z:])")]
    private static partial Regex Setting();

    [GeneratedRegex(":[0-9]$")]
    private static partial Regex ListIndex();
}
