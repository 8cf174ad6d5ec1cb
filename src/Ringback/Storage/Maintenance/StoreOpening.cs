using Ringback.Installation;
using Ringback.Storage.Postgres;
using Ringback.Storage.Sqlite;

namespace Ringback.Storage.Maintenance;

/// <summary>Opens a database for those who look after it.</summary>
internal static class StoreOpening
{
    /// <summary>Opens it; no server can use it until it is closed, unless it is only looked at.</summary>
    /// <exception cref="StoreUnusableException">It is not there, a server uses it, or it cannot be used.</exception>
    public static async Task<IMaintainedStore> OpenAsync(
        StoreAddress address, StoreUse use, TimeProvider time, CancellationToken cancellationToken) =>
        address.IsPostgres
            ? await PostgresMaintenance.OpenAsync(address.Text, use, time, cancellationToken)
            : SqliteMaintenance.Open(address.Text, use);

    /// <summary>One line for a failure of a database that is at work; null for any other.</summary>
    public static string? Describe(Exception error) => error switch
    {
        StoreUnusableException or StoreUnavailableException => error.Message,
        Microsoft.Data.Sqlite.SqliteException sqlite => SqliteDatabase.Describe(sqlite),
        Npgsql.PostgresException postgres => $"PostgreSQL refused: {postgres.MessageText}.",
        Npgsql.NpgsqlException => $"The connection to PostgreSQL broke: {(error.InnerException ?? error).Message}",
        _ => null,
    };
}
