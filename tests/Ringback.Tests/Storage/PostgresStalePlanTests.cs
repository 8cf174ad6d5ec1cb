using System.Text.Json;
using Npgsql;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

/// <summary>
/// Autovacuum may look at a table while it has pages and no live row. Until it looks again the planner takes one row for all that
/// comes after, and a join that it puts the wrong way round is quadratic. No statement may have such a join to offer.
/// </summary>
public sealed class PostgresStalePlanTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Elements = 1000;

    private PostgresCluster _cluster = null!;
    private string _database = null!;
    private PostgresDatabase _source = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await postgres.GetAsync();
        _database = await postgres.CreateDatabaseAsync();
        _source = new PostgresDatabase(_database);
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await PostgresStatements.FillAsync(connection);
        foreach (var table in await PostgresStatements.TablesAsync(connection))
        {
            await PostgresStatements.RunAsync(connection, $"DELETE FROM {table}");
            await PostgresStatements.RunAsync(connection, $"VACUUM (TRUNCATE false, ANALYZE) {table}");
        }

        await PostgresStatements.FillAsync(connection, andAnalyze: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _cluster.DropDatabaseAsync(_database);
    }

    [Theory]
    [InlineData("force_generic_plan")]
    [InlineData("force_custom_plan")]
    public async Task Statistics_of_an_empty_table_turn_no_plan_round(string mode)
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await PostgresStatements.RunAsync(connection, $"SET plan_cache_mode = {mode}");
        var complaints = new List<string>();
        foreach (var (name, sql) in PostgresStatements.All.Where(statement => !PostgresStatements.ReadAll.Contains(statement.Name)))
        {
            using var plan = JsonDocument.Parse(await PostgresStatements.ExplainAsync(connection, sql, "FORMAT JSON", Elements));
            Judge(name, plan.RootElement[0].GetProperty("Plan"), null, complaints);
        }

        Assert.True(complaints.Count == 0, string.Join("\n", complaints));
    }

    [Fact]
    public async Task Statistics_are_those_of_an_empty_table()
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var look = new NpgsqlCommand(
            "SELECT relpages > 0 AND reltuples = 0 AND (SELECT count(*) FROM pending) > 1000 FROM pg_class WHERE oid = 'pending'::regclass",
            connection);

        Assert.Equal(true, await look.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Statements_that_join_an_array_are_among_those_examined()
    {
        var joining = PostgresStatements.All.Where(statement => statement.Sql.Contains("unnest(", StringComparison.Ordinal)).ToList();

        Assert.True(joining.Count >= 7, string.Join(", ", joining.Select(statement => statement.Name)));
        Assert.DoesNotContain(joining, statement => PostgresStatements.ReadAll.Contains(statement.Name));
    }

    /// <summary>
    /// A table is read by the keys of an index or by the places of its rows, with no array left to compare; and neither it nor an
    /// array is read again for each row of something else.
    /// </summary>
    private static void Judge(string name, JsonElement node, JsonElement? parent, List<string> complaints)
    {
        var kind = Kind(node);
        if (node.TryGetProperty("Relation Name", out var table) && kind is not ("ModifyTable" or "Tid Scan"))
        {
            // The first of an order is one look-up as well.
            var isFirst = parent is { } above && Kind(above) == "Limit" && kind.StartsWith("Index", StringComparison.Ordinal);
            if (!IsByKey(node) && !isFirst)
            {
                complaints.Add($"{name}: {kind} of {table} without a key");
            }

            if (node.TryGetProperty("Filter", out var filter) && filter.GetString()!.Contains("ANY (", StringComparison.Ordinal))
            {
                complaints.Add($"{name}: {table} is compared with an array, row by row");
            }
        }

        if (node.TryGetProperty("Join Filter", out var join) && Parts(node).Any(IsReadWhole))
        {
            complaints.Add($"{name}: {kind} compares each row with each: {join}");
        }

        foreach (var part in Parts(node))
        {
            if (kind == "Nested Loop" && part.GetProperty("Parent Relationship").GetString() == "Inner" && IsArray(part))
            {
                complaints.Add($"{name}: an array is read again for each row");
            }

            Judge(name, part, node, complaints);
        }
    }

    private static string Kind(JsonElement node) => node.GetProperty("Node Type").GetString()!;

    private static bool IsByKey(JsonElement node) => node.TryGetProperty("Index Cond", out _)
        || (Kind(node) == "Bitmap Heap Scan" && Parts(node).All(IsByKey));

    // What is left is pages that were read before, and are small.
    private static bool IsReadWhole(JsonElement node) =>
        IsArray(node) || node.TryGetProperty("Relation Name", out _) || Parts(node).Any(IsReadWhole);

    private static bool IsArray(JsonElement node) => Kind(node) == "Function Scan" || Parts(node).Any(IsArray);

    private static JsonElement.ArrayEnumerator Parts(JsonElement node) =>
        node.TryGetProperty("Plans", out var parts) ? parts.EnumerateArray() : default;
}
