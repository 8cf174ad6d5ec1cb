using Microsoft.Extensions.Options;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

[assembly: AssemblyFixture(typeof(Ringback.Tests.Storage.SharedPostgres))]

namespace Ringback.Tests.Storage;

/// <summary>The PostgreSQL cluster of this test run, started when the first test wants it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly SharedCluster _cluster = new(MakeSchemaAsync);

    /// <summary>The cluster. Skips the test where PostgreSQL is missing, unless everything has to be there.</summary>
    public Task<PostgresCluster> GetAsync()
    {
        Assert.SkipUnless(SharedCluster.IsExpected, "needs PostgreSQL; run ./test");
        return _cluster.GetAsync();
    }

    /// <summary>Makes a database that has the schema already; its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => _cluster.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static async Task MakeSchemaAsync(string database)
    {
        await using var store = new PostgresStore(
            Options.Create(new PostgresOptions { ConnectionString = database }), TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
    }
}
