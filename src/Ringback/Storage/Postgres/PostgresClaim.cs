using Npgsql;
using Ringback.Installation;
using Ringback.Storage.Maintenance;

namespace Ringback.Storage.Postgres;

/// <summary>
/// Keeps servers from a database until it is disposed of. One that is connected is left alone, and the claim is refused. One
/// that is overlooked loses its shards, and a start waits in vain for the table of shards.
/// </summary>
internal sealed class PostgresClaim : IAsyncDisposable
{
    private const string ServersSql = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
        """;

    private const string Settings = "SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = 0";

    private const string TakeShardsSql = """
        DELETE FROM nodes;
        UPDATE shards SET owner = 'ringback store', epoch = epoch + 1, lease_end = NULL
        """;

    private const string LockShardsSql = "LOCK TABLE shards IN EXCLUSIVE MODE";

    private const string LockRowsSql =
        "LOCK TABLE webhooks, tokens, events, chosen_ids, pending, attempts, webhook_health IN SHARE MODE";

    private readonly NpgsqlConnection _connection;

    private PostgresClaim(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Claims a database; as the source of a copy nobody can write to it either.</summary>
    /// <exception cref="StoreUnusableException">A server or another command uses it.</exception>
    public static async Task<PostgresClaim> TakeAsync(
        PostgresDatabase database, StoreUse use, CancellationToken cancellationToken)
    {
        var claim = new PostgresClaim(await database.Source.OpenConnectionAsync(cancellationToken));
        try
        {
            await claim.RefuseServersAsync(database, cancellationToken);
            await claim.RunAsync(Settings, cancellationToken);
            await claim.RunAsync(TakeShardsSql, cancellationToken);
            await claim.RunAsync("BEGIN", cancellationToken);
            await claim.RunAsync(LockShardsSql, cancellationToken);
            if (use == StoreUse.Source)
            {
                await claim.RunAsync(LockRowsSql, cancellationToken);
            }

            // One may have started since the first look.
            await claim.RefuseServersAsync(database, cancellationToken);
            return claim;
        }
        catch (PostgresException inUse) when (inUse.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await claim.DisposeAsync();
            throw new StoreUnusableException(
                $"The database at {database.Place} is in use by another 'ringback store' command, or somebody writes to it.", inUse);
        }
        catch
        {
            await claim.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Not back to a pool: the locks are to be gone when this has ended.
        NpgsqlConnection.ClearPool(_connection);
        await _connection.DisposeAsync();
    }

    private async Task RefuseServersAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        await using var count = new NpgsqlCommand(ServersSql, _connection)
        {
            Parameters = { new NpgsqlParameter { Value = database.ServerName } },
        };
        if ((long)(await count.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            throw new StoreUnusableException($"A Ringback server uses the database at {database.Place}; stop it first.");
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
