using System.Reflection;
using System.Text.RegularExpressions;
using Npgsql;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

/// <summary>No statement reads a whole table that grows, however many rows there are and whatever its parameters.</summary>
public sealed partial class PostgresPlanTests(SharedPostgres postgres) : IAsyncLifetime
{
    // Those read all that there is, on purpose: at the start, or once an hour.
    private static readonly string[] ReadAll = ["LoadTokensSql", "LoadHealthSql", "OldestPendingSql", "TakeShardsSql"];

    // And these, with which databases are looked after, have no server beside them that would have to wait.
    private static readonly Type[] Apart = [typeof(PostgresMaintenance), typeof(PostgresClaim)];

    private PostgresCluster _cluster = null!;
    private string _database = null!;
    private PostgresDatabase _source = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await postgres.GetAsync();
        _database = await postgres.CreateDatabaseAsync();
        _source = new PostgresDatabase(_database);
        await FillAsync();
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
        await RunAsync(connection, "SET plan_cache_mode = force_generic_plan");
        var complaints = new List<string>();
        foreach (var field in All().Where(field => !ReadAll.Contains(field.Name)))
        {
            var plan = await ExplainAsync(connection, (string)field.GetRawConstantValue()!);
            if (SequentialScan().Match(plan) is { Success: true } scan)
            {
                complaints.Add($"{field.Name}: {scan.Value}");
            }
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Page_of_the_delivery_log_is_read_without_the_rest_of_its_webhook()
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await RunAsync(connection, "SET plan_cache_mode = force_generic_plan");
        var sql = (string)All().Single(field => field.Name == "ReadNewestSql").GetRawConstantValue()!;

        var plan = await ExplainAsync(connection, sql);

        var conditions = plan.Split('\n').Where(line => line.Contains("Index Cond:", StringComparison.Ordinal)).ToList();
        Assert.True(conditions.Count > 10, plan);
        Assert.All(conditions, condition => Assert.Contains("delivery_id", condition, StringComparison.Ordinal));
    }

    [Fact]
    public void Statements_are_found()
    {
        Assert.True(All().Count() >= 25, string.Join(", ", All().Select(field => field.Name)));
        Assert.Empty(ReadAll.Except(All().Select(field => field.Name)));
    }

    private static IEnumerable<FieldInfo> All() => typeof(PostgresStore).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(PostgresStore).Namespace && !Apart.Contains(type))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Where(field => field.IsLiteral && field.Name.EndsWith("Sql", StringComparison.Ordinal));

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, string sql)
    {
        var parameters = Parameter().Matches(sql).Select(match => int.Parse(match.Groups[1].Value)).DefaultIfEmpty(0).Max();
        await RunAsync(connection, $"PREPARE examined AS {sql}");
        var arguments = parameters == 0 ? "" : $"({string.Join(", ", Enumerable.Repeat("NULL", parameters))})";
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE examined{arguments}", connection);
        var lines = new List<string>();
        await using (var reader = await explain.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }
        }

        await RunAsync(connection, "DEALLOCATE examined");
        return string.Join('\n', lines);
    }

    private async Task FillAsync()
    {
        await using var connection = await _source.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await RunAsync(connection, """
            INSERT INTO webhooks SELECT n % 256, gen_random_uuid(), 'org' || n % 10, 'person' || n % 100, 'app', false, 'name',
                'https://example.org/', 'messages', 'created', NULL, NULL, 0, n % 2, now(), NULL
            FROM generate_series(1, 5000) n;
            INSERT INTO events SELECT 'org' || n % 10, gen_random_uuid(), NULL, 'messages', 'created', 'actor', now(), '{}', NULL, NULL
            FROM generate_series(1, 20000) n;
            INSERT INTO chosen_ids SELECT org_id, id::text, id, 1 FROM events;
            INSERT INTO pending SELECT w.shard, w.id, now() + n * interval '1 s', gen_random_uuid(), gen_random_uuid(), 0
            FROM webhooks w, generate_series(1, 4) n;
            INSERT INTO attempts SELECT p.shard, p.webhook_id, p.delivery_id, 1, p.event_id, now(), 1, 'delivered', 0
            FROM pending p;
            ANALYZE
            """);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"Seq Scan on \w+")]
    private static partial Regex SequentialScan();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
