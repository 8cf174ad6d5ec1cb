using Microsoft.Extensions.Options;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

[assembly: AssemblyFixture(typeof(Ringback.Tests.Storage.SharedPostgres))]

namespace Ringback.Tests.Storage;

/// <summary>The PostgreSQL cluster of this test run, started when the first test wants it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<(PostgresCluster Cluster, string Template)>> _cluster = new(StartAsync);

    /// <summary>The cluster. Skips the test where PostgreSQL is missing, unless everything has to be there.</summary>
    public async Task<PostgresCluster> GetAsync()
    {
        Assert.SkipUnless(
            PostgresCluster.IsInstalled || Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all",
            "needs PostgreSQL; run ./test");
        return (await _cluster.Value).Cluster;
    }

    /// <summary>Makes a database that has the schema already; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var (cluster, template) = await _cluster.Value;
        return await cluster.CreateDatabaseAsync(template);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await _cluster.Value).Cluster.DisposeAsync();
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
