using System.Collections.Concurrent;

namespace Ringback.Server.Tests;

/// <summary>
/// Which database the servers of this run use: SQLite, or PostgreSQL when <c>RINGBACK_TEST_STORE</c> is <c>postgres</c>. A data
/// folder then has a database of its own, the same over restarts.
/// </summary>
internal static class TestStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Databases = new();

    private static bool IsPostgres => Environment.GetEnvironmentVariable("RINGBACK_TEST_STORE") == "postgres";

    /// <summary>The connection string for a server with a data folder; empty for SQLite.</summary>
    public static async Task<string> ConnectionOfAsync(string dataFolder) => IsPostgres
        ? await Databases.GetOrAdd(dataFolder, static _ => new(SharedPostgres.CreateDatabaseAsync)).Value
        : "";

    /// <summary>Removes the database of a data folder that is gone.</summary>
    public static async Task RemoveAsync(string dataFolder)
    {
        if (Databases.TryRemove(dataFolder, out var database))
        {
            await SharedPostgres.DropDatabaseAsync(await database.Value);
        }
    }
}
