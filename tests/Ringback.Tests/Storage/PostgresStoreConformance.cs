using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Storage;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Tests.Storage;

/// <summary>PostgreSQL keeps what a store promises.</summary>
public sealed class PostgresStoreConformance(SharedPostgres postgres) : StoreConformance
{
    private PostgresCluster? _cluster;
    private string? _database;

    private protected override async Task<IStore> OpenAsync()
    {
        _cluster ??= await postgres.GetAsync();
        _database ??= await postgres.CreateDatabaseAsync();
        var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = _database }), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private protected override Task RefuseAttemptsAsync(bool isRefused) => ExecuteAsync(isRefused
        ? "ALTER TABLE attempts ADD CONSTRAINT refusal CHECK (false)"
        : "ALTER TABLE attempts DROP CONSTRAINT refusal");

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private protected override async ValueTask RemoveAsync()
    {
        if (_database is not null)
        {
            await _cluster!.DropDatabaseAsync(_database);
        }
    }
}
