using Npgsql;

namespace Ringback.Tests.Storage;

/// <summary>Locks of a database.</summary>
internal static class PostgresLocks
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until somebody waits for a lock that another one has.</summary>
    public static async Task WaitAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var waiting = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        using var limit = new CancellationTokenSource(Limit);
        while ((long)(await waiting.ExecuteScalarAsync(limit.Token))! == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
