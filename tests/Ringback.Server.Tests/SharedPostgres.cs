using Microsoft.Extensions.Options;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

[assembly: AssemblyFixture(typeof(Ringback.Server.Tests.SharedPostgres))]

namespace Ringback.Server.Tests;

/// <summary>The PostgreSQL cluster of this test run, started when the first test wants it and gone with the last.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<(PostgresCluster Cluster, string Template)>> Started = new(StartAsync);
    private static bool _isOver;

    /// <summary>The cluster.</summary>
    public static async Task<PostgresCluster> ClusterAsync() => (await Started.Value).Cluster;

    /// <summary>Skips a test where PostgreSQL is missing, unless everything has to be there.</summary>
    public static void SkipWithout() => Assert.SkipUnless(
        PostgresCluster.IsInstalled || Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all",
        "needs PostgreSQL; run ./test");

    /// <summary>Makes a database that has the schema already; its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var (cluster, template) = await Started.Value;
        return await cluster.CreateDatabaseAsync(template);
    }

    /// <summary>Removes a database; at the end of the run it goes with the cluster.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        if (!Volatile.Read(ref _isOver))
        {
            await (await ClusterAsync()).DropDatabaseAsync(connectionString);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isOver, true);
        if (Started.IsValueCreated)
        {
            await (await Started.Value).Cluster.DisposeAsync();
        }
    }

    private static async Task<(PostgresCluster Cluster, string Template)> StartAsync()
    {
        var cluster = await PostgresCluster.StartAsync("fsync=off", "max_connections=200");
        var template = await cluster.CreateDatabaseAsync();
        await using var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = template }), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        return (cluster, template);
    }
}
