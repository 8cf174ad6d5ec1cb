using Microsoft.Extensions.Options;
using Ringback.Installation;
using Ringback.Simulation.Store;
using Ringback.Storage;
using Ringback.Storage.Maintenance;
using Ringback.Storage.Postgres;
using Ringback.TestDatabase;

namespace Ringback.Simulation.Databases;

/// <summary>
/// A real PostgreSQL database. A process that dies is taken over while its store is open, as one that hangs would be: what it
/// then sends must be refused.
/// </summary>
internal sealed class PostgresOfSeed(PostgresCluster cluster, string connectionString) : IDatabase
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public StoreAddress Address => new(connectionString, IsPostgres: true);

    /// <summary>Opens a database, which gives it its schema.</summary>
    public static async Task<IStore> OpenAsync(string connectionString, TimeProvider time)
    {
        var store = new PostgresStore(Options.Create(new PostgresOptions { ConnectionString = connectionString }), time);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    public Task<IStore> OpenAsync(TimeProvider time) => OpenAsync(connectionString, time);

    /// <inheritdoc/>
    public async Task<IStore> TakeOverAsync(IStore dead, IReadOnlyList<StoreWrite> unfinished, TimeProvider time)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dead.Lost += lost.SetResult;
        var next = await OpenAsync(time);
        var outcomes = unfinished.Where(write => write.Queued == CrashPoint.OutcomeQueued)
            .Select(write => write.Write(dead)).ToList();
        await RequireRefusalAsync(dead);
        await lost.Task.WaitAsync(LongestWait);
        await dead.DisposeAsync();
        return outcomes.Exists(outcome => outcome.IsCompletedSuccessfully)
            ? throw new InvalidOperationException("A process whose shards were taken over recorded an outcome.")
            : next;
    }

    /// <inheritdoc/>
    public void Dispose() => RealTime.Await(() => cluster.DropDatabaseAsync(connectionString));

    private static async Task RequireRefusalAsync(IStore dead)
    {
        try
        {
            await dead.ProbeAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return;
        }

        throw new InvalidOperationException("A process whose shards were taken over was not refused.");
    }
}
