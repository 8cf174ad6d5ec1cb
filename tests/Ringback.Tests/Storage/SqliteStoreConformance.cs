using Microsoft.Extensions.Options;
using Ringback.Storage.Sqlite;

namespace Ringback.Tests.Storage;

/// <summary>SQLite keeps what a store promises.</summary>
public sealed class SqliteStoreConformance : StoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    private protected override Task<OpenStore> OpenAsync()
    {
        var store = new SqliteStore(Options.Create(new SqliteOptions { Data = _folder }));
        store.Open();
        return Task.FromResult(new OpenStore(store, store, store, store, store, new Closing(store)));
    }

    private protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Closing(SqliteStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
