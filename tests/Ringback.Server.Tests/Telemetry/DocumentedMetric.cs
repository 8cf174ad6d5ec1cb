using System.Reflection;

namespace Ringback.Server.Tests.Telemetry;

/// <summary>A row of the table in docs/metrics.md.</summary>
internal sealed record DocumentedMetric(string Name, string Kind, string Unit, string Description)
{
    /// <summary>Its name on the page for Prometheus, without what its kind adds to each series.</summary>
    public string OnPage =>
        Name.Replace('.', '_') + (Unit == "s" ? "_seconds" : "") + (Kind == "counter" ? "_total" : "");

    /// <summary>The rows.</summary>
    public static IReadOnlyList<DocumentedMetric> ReadAll()
    {
        var root = typeof(DocumentedMetric).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(entry => entry.Key == "RepositoryRoot").Value!;
        var rows = File.ReadAllLines(Path.Combine(root, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `ringback.", StringComparison.Ordinal))
            .Select(line => line.Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .Select(cells => new DocumentedMetric(cells[1], cells[2], cells[3], cells[5]))
            .ToList();
        Assert.True(rows.Count > 10, "docs/metrics.md has no table.");
        return rows;
    }
}
