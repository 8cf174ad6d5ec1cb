using Ringback.Simulation.Time;
using Ringback.TestDatabase;

namespace Ringback.Simulation.Databases;

/// <summary>Makes a real database for each seed.</summary>
internal sealed class DatabaseServer : IDisposable
{
    private readonly SharedCluster? _cluster;

    private DatabaseServer(string name, SharedCluster? cluster)
    {
        Name = name;
        _cluster = cluster;
    }

    /// <summary>What the command line calls it.</summary>
    public string Name { get; }

    /// <summary>Files of SQLite.</summary>
    public static DatabaseServer Sqlite() => new("sqlite", null);

    /// <summary>A PostgreSQL cluster, which is started when the first database is made.</summary>
    public static DatabaseServer Postgres() => new("postgres", new SharedCluster(MakeSchemaAsync));

    /// <summary>The one of that name; null for the simulator's own disk, in memory.</summary>
    public static DatabaseServer? Named(string name) => name switch
    {
        "sqlite" => Sqlite(),
        "postgres" => Postgres(),
        "memory" => null,
        _ => throw new ArgumentException($"There is no store {name}; there are memory, sqlite and postgres.", nameof(name)),
    };

    /// <summary>Makes a database.</summary>
    public IDatabase Make() => _cluster is null
        ? new SqliteFolder()
        : RealTime.Await(async () => new PostgresOfSeed(await _cluster.GetAsync(), await _cluster.CreateDatabaseAsync()));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_cluster is not null)
        {
            RealTime.Await(async () => await _cluster.DisposeAsync());
        }
    }

    private static async Task MakeSchemaAsync(string database)
    {
        var beginning = new VirtualTime(new Agenda(), new WorkQueue(new Random(0), isShuffled: false));
        await using var store = await PostgresOfSeed.OpenAsync(database, beginning);
    }
}
