using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Simulation.Store;
using Ringback.Storage;
using Ringback.Storage.Maintenance;
using Ringback.Storage.Sqlite;

namespace Ringback.Simulation.Databases;

/// <summary>A real SQLite file. A process that dies leaves it with its log, as kill -9 does.</summary>
internal sealed class SqliteFolder : IDatabase
{
    private static readonly string[] Files = ["ringback.db", "ringback.db-wal"];

    private readonly string _root = Directory.CreateTempSubdirectory("ringback-simulation-").FullName;
    private int _deaths;

    /// <inheritdoc/>
    public StoreAddress Address => new(Folder, IsPostgres: false);

    private string Folder => Path.Combine(_root, $"{_deaths}");

    /// <inheritdoc/>
    public async Task<IStore> OpenAsync(TimeProvider time)
    {
        var store = new SqliteStore(Options.Create(new DataFolderOptions { Data = Folder }));
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    public async Task<IStore> TakeOverAsync(IStore dead, IReadOnlyList<StoreWrite> unfinished, TimeProvider time)
    {
        await RequireClaimAsync();
        var left = Folder;
        _deaths++;
        Directory.CreateDirectory(Folder);
        foreach (var file in Files.Where(file => File.Exists(Path.Combine(left, file))))
        {
            // Before the store is closed, which would write the log into the file.
            File.Copy(Path.Combine(left, file), Path.Combine(Folder, file));
        }

        await dead.DisposeAsync();
        Directory.Delete(left, recursive: true);
        return await OpenAsync(time);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task RequireClaimAsync()
    {
        await using var second = new SqliteStore(Options.Create(new DataFolderOptions { Data = Folder }));
        try
        {
            await second.OpenAsync(CancellationToken.None);
        }
        catch (StoreUnusableException)
        {
            return;
        }

        throw new InvalidOperationException("A second process was let into the data folder.");
    }
}
