using System.Reflection;
using Npgsql;
using Ringback.Storage.Postgres;

namespace Ringback.Tests.Storage;

/// <summary>The statements that a server runs, found in the code, with a database to examine them on.</summary>
internal static class PostgresStatements
{
    // With these databases are looked after; they have no server beside them that would have to wait.
    private static readonly Type[] Apart = [typeof(PostgresMaintenance), typeof(PostgresClaim)];

    /// <summary>Those that read all that there is, on purpose: at the start, once an hour, or when a connection broke.</summary>
    public static readonly string[] ReadAll =
    [
        "LoadTokensSql", "LoadHealthSql", "OldestPendingSql", "TakeShardsSql",
        "EndRunsSql", "EndBackendSql",
    ];

    /// <summary>All of them, by the names of their constants.</summary>
    public static IReadOnlyList<(string Name, string Sql)> All { get; } =
    [
        .. typeof(PostgresStore).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(PostgresStore).Namespace && !Apart.Contains(type))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.IsLiteral && field.Name.EndsWith("Sql", StringComparison.Ordinal))
            .Select(field => (field.Name, (string)field.GetRawConstantValue()!)),
    ];

    /// <summary>The plan of a statement.</summary>
    /// <param name="connection">Where to ask.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="format">How the plan is written.</param>
    /// <param name="elements">How many elements its arrays have; null when all parameters are NULL.</param>
    public static async Task<string> ExplainAsync(
        NpgsqlConnection connection, string sql, string format = "COSTS", int? elements = null)
    {
        await RunAsync(connection, $"PREPARE examined AS {sql}");
        try
        {
            var types = await ListAsync(
                connection, "SELECT unnest(parameter_types)::text FROM pg_prepared_statements WHERE name = 'examined'");
            var values = types.Select(type => elements is { } count ? Value(type, count) : "NULL").ToList();
            var arguments = values.Count == 0 ? "" : $"({string.Join(", ", values)})";
            return string.Join('\n', await ListAsync(connection, $"EXPLAIN ({format}) EXECUTE examined{arguments}"));
        }
        finally
        {
            await RunAsync(connection, "DEALLOCATE examined");
        }
    }

    /// <summary>The tables that rows are in.</summary>
    public static Task<List<string>> TablesAsync(NpgsqlConnection connection) => ListAsync(
        connection,
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            + "AND relname <> 'schema_versions'");

    /// <summary>Fills the tables that grow.</summary>
    public static Task FillAsync(NpgsqlConnection connection, bool andAnalyze = true) => RunAsync(
        connection,
        $"""
        INSERT INTO webhooks SELECT n % 256, gen_random_uuid(), 'org' || n % 10, 'person' || n % 100, 'app', false, 'name',
            'https://example.org/', 'messages', 'created', NULL, NULL, 0, n % 2, now(), NULL, 1, n::text::bytea
        FROM generate_series(1, 5000) n;
        INSERT INTO webhook_versions SELECT shard, id, 1, now(), now(), 0 FROM webhooks;
        INSERT INTO events SELECT 'org' || n % 10, gen_random_uuid(), NULL, 'messages', 'created', 'actor', now(), '{"{}"}', NULL, NULL, n
        FROM generate_series(1, 20000) n;
        INSERT INTO chosen_ids SELECT org_id, id::text, id, 1 FROM events;
        INSERT INTO pending SELECT w.shard, w.id, now() + n * interval '1 s', gen_random_uuid(), gen_random_uuid(), n, 0, 0, 1
        FROM webhooks w, generate_series(1, 4) n;
        INSERT INTO attempts
        SELECT p.webhook_id, p.delivery_id, 1, p.event_id, 1, now(), 0, 1, NULL, NULL, NULL, NULL, NULL, 'delivered', 0
        FROM pending p;
        {(andAnalyze ? "ANALYZE" : "")}
        """);

    /// <summary>Runs statements.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Value(string type, int elements)
    {
        var element = type.TrimEnd('[', ']');
        var value = element switch
        {
            "uuid" => "'0192aaaa-0000-7000-8000-000000000001'::uuid",
            "timestamp with time zone" => "now()",
            "boolean" => "true",
            "bytea" => "'x'::bytea",
            "text" => "'x'::text",
            "json" => "'{}'::json",
            _ => $"1::{element}",
        };
        return type == element ? value : $"array_fill({value}, ARRAY[{elements}])";
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
