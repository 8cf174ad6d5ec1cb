using Microsoft.Extensions.Options;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

[assembly: AssemblyFixture(typeof(Ringback.Server.Tests.SharedPostgres))]

namespace Ringback.Server.Tests;

/// <summary>The PostgreSQL cluster of this test run, started when the first test wants it and gone with the last.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly SharedCluster Cluster = new(MakeSchemaAsync);
    private static bool _isOver;

    /// <summary>The cluster.</summary>
    public static Task<PostgresCluster> ClusterAsync() => Cluster.GetAsync();

    /// <summary>Skips a test where PostgreSQL is missing, unless everything has to be there.</summary>
    public static void SkipWithout() => Assert.SkipUnless(SharedCluster.IsExpected, "needs PostgreSQL; run ./test");

    /// <summary>Makes a database that has the schema already; its connection string.</summary>
    public static Task<string> CreateDatabaseAsync() => Cluster.CreateDatabaseAsync();

    /// <summary>Removes a database; at the end of the run it goes with the cluster.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        if (!Volatile.Read(ref _isOver))
        {
            await (await ClusterAsync()).DropDatabaseAsync(connectionString);
        }
    }

    public ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isOver, true);
        return Cluster.DisposeAsync();
    }

    private static async Task MakeSchemaAsync(string database)
    {
        await using var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = database }), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
    }
}
