using Microsoft.Extensions.Options;
using Ringback.Storage;
using Ringback.Storage.Sqlite;

namespace Ringback.Tests.Storage;

/// <summary>SQLite keeps what a store promises.</summary>
public sealed class SqliteStoreConformance : StoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    private protected override async Task<IStore> OpenAsync()
    {
        var store = new SqliteStore(Options.Create(new SqliteOptions { Data = _folder }));
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
