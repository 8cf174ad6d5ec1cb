namespace Ringback.TestDatabase;

/// <summary>A cluster for all tests of a run, started when the first one wants it, with a database to copy.</summary>
/// <param name="fill">Gives the database its schema, by its connection string.</param>
public sealed class SharedCluster(Func<string, Task> fill) : IAsyncDisposable
{
    private readonly Lazy<Task<(PostgresCluster Cluster, string Template)>> _started = new(() => StartAsync(fill));

    /// <summary>Whether the tests must not do without it: it is installed, or everything has to be there.</summary>
    public static bool IsExpected =>
        PostgresCluster.IsInstalled || Environment.GetEnvironmentVariable("RINGBACK_TESTS") == "all";

    /// <summary>The cluster.</summary>
    public async Task<PostgresCluster> GetAsync() => (await _started.Value).Cluster;

    /// <summary>Makes a database that has the schema already; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var (cluster, template) = await _started.Value;
        return await cluster.CreateDatabaseAsync(template);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated)
        {
            await (await _started.Value).Cluster.DisposeAsync();
        }
    }

    private static async Task<(PostgresCluster Cluster, string Template)> StartAsync(Func<string, Task> fill)
    {
        var cluster = await PostgresCluster.StartAsync("fsync=off", "max_connections=200");
        var template = await cluster.CreateDatabaseAsync();
        await fill(template);
        return (cluster, template);
    }
}
