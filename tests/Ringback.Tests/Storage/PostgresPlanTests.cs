using System.Text.RegularExpressions;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

/// <summary>No statement reads a whole table that grows, however many rows there are and whatever its parameters.</summary>
public sealed partial class PostgresPlanTests(SharedPostgres postgres) : IAsyncLifetime
{
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
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _cluster.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Every_statement_finds_its_rows_by_an_index()
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await PostgresStatements.RunAsync(connection, "SET plan_cache_mode = force_generic_plan");
        var complaints = new List<string>();
        foreach (var (name, sql) in PostgresStatements.All.Where(statement => !PostgresStatements.ReadAll.Contains(statement.Name)))
        {
            var plan = await PostgresStatements.ExplainAsync(connection, sql);
            if (SequentialScan().Match(plan) is { Success: true } scan)
            {
                complaints.Add($"{name}: {scan.Value}");
            }
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Page_of_the_delivery_log_is_read_without_the_rest_of_its_webhook()
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await PostgresStatements.RunAsync(connection, "SET plan_cache_mode = force_generic_plan");
        var sql = PostgresStatements.All.Single(statement => statement.Name == "ReadNewestSql").Sql;

        var plan = await PostgresStatements.ExplainAsync(connection, sql);

        var conditions = plan.Split('\n').Where(line => line.Contains("Index Cond:", StringComparison.Ordinal)).ToList();
        Assert.True(conditions.Count > 10, plan);
        Assert.All(conditions, condition => Assert.Contains("delivery_id", condition, StringComparison.Ordinal));
    }

    [Fact]
    public void Statements_are_found()
    {
        var names = PostgresStatements.All.Select(statement => statement.Name).ToList();

        Assert.True(names.Count >= 25, string.Join(", ", names));
        Assert.Empty(PostgresStatements.ReadAll.Except(names));
    }

    [GeneratedRegex(@"Seq Scan on \w+")]
    private static partial Regex SequentialScan();
}
