using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Sqlite;

namespace Ringback.Tests.Storage;

/// <summary>SQLite keeps what a store promises.</summary>
public sealed class SqliteStoreConformance : StoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    private protected override async Task<IStore> OpenAsync()
    {
        var store = new SqliteStore(Options.Create(new DataFolderOptions { Data = _folder }));
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private protected override Task RefuseAttemptsAsync(bool isRefused) => ExecuteAsync(isRefused
        ? "CREATE TRIGGER refusal BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'refused'); END"
        : "DROP TRIGGER refusal");

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = SqliteDatabase.Connect(_folder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
