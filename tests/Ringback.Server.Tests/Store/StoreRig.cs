using System.CommandLine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Ringback.Cli.Store;
using Ringback.Installation;
using Ringback.Storage;
using Ringback.Storage.Maintenance;
using Ringback.Storage.Postgres;
using Ringback.Storage.Sqlite;
using Ringback.TestDatabase;

namespace Ringback.Server.Tests.Store;

/// <summary>Databases of both kinds for one test, and <c>ringback store</c> to be run on them.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    private readonly List<string> _databases = [];
    private int _last;

    /// <summary>The folder of everything; removed at the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    /// <summary>The data folder with the key of all filled databases.</summary>
    public string KeyFolder => Path.Combine(Folder, "key");

    /// <summary>A place for a new database: a folder that is not there yet, or an empty database.</summary>
    public async Task<string> NewAsync(bool isPostgres)
    {
        if (!isPostgres)
        {
            return Path.Combine(Folder, $"data{++_last}");
        }

        SharedPostgres.SkipWithout();
        return RemoveLater(await SharedPostgres.CreateDatabaseAsync());
    }

    /// <summary>Removes a database at the end of the test; its connection string again.</summary>
    public string RemoveLater(string database)
    {
        _databases.Add(database);
        return database;
    }

    /// <summary>A new database with some of everything; one of SQLite has the key in its folder.</summary>
    public async Task<string> NewFilledAsync(bool isPostgres, int events = 100)
    {
        var place = await NewAsync(isPostgres);
        Directory.CreateDirectory(KeyFolder);
        await using (var store = await OpenAsync(place))
        {
            await StoreSample.FillAsync(store, KeyFolder, events);
        }

        if (!isPostgres)
        {
            File.Copy(SecretKeyTransfer.PathIn(KeyFolder), SecretKeyTransfer.PathIn(place));
        }

        return place;
    }

    /// <summary>Opens a database as a server does.</summary>
    public static async Task<IStore> OpenAsync(string place)
    {
        IStore store = StoreAddress.Parse(place).IsPostgres
            ? new PostgresStore(Options.Create(new PostgresOptions { ConnectionString = place }), TimeProvider.System)
            : new SqliteStore(Options.Create(new DataFolderOptions { Data = place }));
        try
        {
            await store.OpenAsync(CancellationToken.None);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a database as those do who look after it.</summary>
    public static Task<IMaintainedStore> LookAsync(string place, StoreUse use = StoreUse.Look) =>
        StoreOpening.OpenAsync(StoreAddress.Parse(place), use, TimeProvider.System, CancellationToken.None);

    /// <summary>The sums of all tables.</summary>
    public static async Task<IReadOnlyList<CopiedTable>> SumsAsync(string place)
    {
        await using var store = await LookAsync(place);
        var sums = new List<CopiedTable>();
        foreach (var table in StoreTable.All)
        {
            var sum = new TableSum();
            await foreach (var row in store.ReadAsync(table, null, CancellationToken.None))
            {
                sum.Add(row);
            }

            sums.Add(new CopiedTable(table.Name, sum.Rows, sum.Checksum));
        }

        return sums;
    }

    /// <summary>Runs a statement in a database behind everybody's back.</summary>
    public static async Task ExecuteAsync(string place, string sql)
    {
        if (StoreAddress.Parse(place).IsPostgres)
        {
            await PostgresCluster.RunAsync(place, sql);
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(place, "ringback.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The options that name a database to any command but copy.</summary>
    public string[] Naming(string place) => StoreAddress.Parse(place).IsPostgres
        ? ["--postgres", place, "--data", KeyFolder]
        : ["--data", place];

    /// <summary>Runs <c>ringback store</c>.</summary>
    public static async Task<StoreRun> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exitCode = await StoreCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return new StoreRun(exitCode, output.ToString(), errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await SharedPostgres.DropDatabaseAsync(database);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
