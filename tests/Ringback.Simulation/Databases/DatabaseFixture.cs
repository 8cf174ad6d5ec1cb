using Ringback.TestDatabase;

namespace Ringback.Simulation.Databases;

/// <summary>The real databases of a test class.</summary>
public sealed class DatabaseFixture : IDisposable
{
    private readonly DatabaseServer _sqlite = DatabaseServer.Sqlite();
    private readonly DatabaseServer _postgres = DatabaseServer.Postgres();

    /// <summary>Those of a name. Skips the test where PostgreSQL is missing, unless everything has to be there.</summary>
    internal DatabaseServer Named(string name)
    {
        Assert.SkipUnless(name != _postgres.Name || SharedCluster.IsExpected, "needs PostgreSQL; run ./test");
        return name == _postgres.Name ? _postgres : _sqlite;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sqlite.Dispose();
        _postgres.Dispose();
    }
}
