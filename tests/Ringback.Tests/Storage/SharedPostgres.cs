using Ringback.TestDatabase;

[assembly: AssemblyFixture(typeof(Ringback.Tests.Storage.SharedPostgres))]

namespace Ringback.Tests.Storage;

/// <summary>The PostgreSQL cluster of this test run, started when the first test wants it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> _cluster = new(() => PostgresCluster.StartAsync("fsync=off", "max_connections=200"));

    /// <summary>The cluster. Skips the test where PostgreSQL is missing, unless everything has to be there.</summary>
    public Task<PostgresCluster> GetAsync()
    {
        Assert.SkipUnless(
            PostgresCluster.IsInstalled || Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all",
            "needs PostgreSQL; run ./test");
        return _cluster.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
