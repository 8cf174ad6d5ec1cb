using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ringback.Server.Tests;

/// <summary>A row of the attempt log of a server that has stopped, read from its database.</summary>
internal sealed record LoggedAttempt(
    int Number, string Outcome, int? Status, string? Error, int Verdict, string? Address)
{
    /// <summary>The whole log, in the order of the attempts.</summary>
    public static IReadOnlyList<LoggedAttempt> Read(string dataFolder)
    {
        using var connection = Open(dataFolder);
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT number, outcome, status, error, verdict, address FROM attempts ORDER BY started_at, number";
        using var rows = command.ExecuteReader();
        var attempts = new List<LoggedAttempt>();
        while (rows.Read())
        {
            attempts.Add(new LoggedAttempt(
                rows.GetInt32(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetInt32(2),
                rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetInt32(4),
                rows.IsDBNull(5) ? null : rows.GetString(5)));
        }

        return attempts;
    }

    /// <summary>How many deliveries are pending.</summary>
    public static long CountPending(string dataFolder)
    {
        using var connection = Open(dataFolder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pending";
        return (long)command.ExecuteScalar()!;
    }

    private static DbConnection Open(string dataFolder)
    {
        // There already: the server that wrote the log has asked for it.
        var postgres = TestStore.ConnectionOfAsync(dataFolder).GetAwaiter().GetResult();
        DbConnection connection = postgres.Length > 0
            ? new NpgsqlConnection($"{postgres};Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(dataFolder, "ringback.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
