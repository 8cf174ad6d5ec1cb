using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>
/// Everything in one PostgreSQL database: a writer that all changes go through, and a pool of connections for what is
/// rarely read.
/// </summary>
internal sealed partial class PostgresStore(
    IOptions<PostgresOptions> options, TimeProvider time, StorageMetrics? metrics = null,
    ILogger<PostgresStore>? logger = null, WriterLimits? limits = null) : IStore, IShardEpochs
{
    // The transactions of a run lock its row: who removes it waits for those that are in flight, and no other begins.
    private const string EndRunsSql = "DELETE FROM nodes";

    private const string BeginRunSql = "INSERT INTO nodes (run, name) VALUES ($1, $2)";

    // One node takes all shards; a lease without an end is one that only a take-over ends.
    private const string TakeShardsSql = """
        UPDATE shards SET owner = $1, epoch = epoch + 1, lease_end = NULL RETURNING shard, epoch
        """;

    private readonly ILogger _logger = logger ?? (ILogger)NullLogger.Instance;
    private readonly ShardEpochs _epochs = new();
    private readonly CancellationTokenSource _closing = new();
    private PostgresDatabase? _database;
    private GroupCommit<PostgresWrite, NpgsqlConnection>? _writer;

    /// <inheritdoc/>
    public event Action? Lost;

    /// <inheritdoc/>
    public event Action<int>? ShardRefused;

    /// <inheritdoc/>
    public IReadOnlyList<OwnedShard> TakenShards => _epochs.All;

    /// <inheritdoc/>
    public string Place => $"PostgreSQL at {_database?.Place ?? "no place yet"}";

    private GroupCommit<PostgresWrite, NpgsqlConnection> Writer =>
        _writer ?? throw new StoreUnavailableException("The store is not open.");

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _database = new PostgresDatabase(options.Value.ConnectionString);
        await _database.MigrateAsync(time.GetUtcNow(), cancellationToken);
        await _database.RefuseHalfCopyAsync(cancellationToken);
        await UsingAsync(SayWhatIsPromisedAsync, cancellationToken);
        var run = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            await TakeShardsAsync(run, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            throw new StoreUnusableException(
                $"The shards of the database at {_database.Place} cannot be taken: a 'ringback store' command is at work on it, "
                + "or it has gone away.",
                error);
        }

        _writer = new GroupCommit<PostgresWrite, NpgsqlConnection>(
            new PostgresCommitter(_database, run, _epochs, shard => ShardRefused?.Invoke(shard)), new WriterTask(), limits, metrics,
            _logger, TakenOver);
    }

    /// <inheritdoc/>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var probe = new ProbeWrite();
        await Writer.EnqueueAsync(probe, cancellationToken);
        await probe.Done.WaitAsync(cancellationToken);
        Writer.Trouble.ThrowIfNow();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();

        // The engine closes the store before its container does, so that nothing is lost when that takes too long.
        if (Interlocked.Exchange(ref _writer, null) is { } writer)
        {
            await writer.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _database, null) is { } database)
        {
            await database.DisposeAsync();
        }
    }

    private void TakenOver()
    {
        for (var shard = 0; shard < Shards.Count; shard++)
        {
            ShardRefused?.Invoke(shard);
        }

        Lost?.Invoke();
    }

    private async Task SayWhatIsPromisedAsync(NpgsqlConnection connection)
    {
        var durability = await Durability.AskAsync(connection, CancellationToken.None);
        if (durability.Flushes)
        {
            Log.Promise(_logger, durability.Promise, durability.Commit, durability.Standbys);
        }
        else
        {
            Log.NoPromise(_logger, durability.Promise);
        }
    }

    private Task TakeShardsAsync(Guid run, CancellationToken cancellationToken) => UsingAsync(
        async connection =>
        {
            var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{run:N}";
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Sql.Command(EndRunsSql), Sql.Command(BeginRunSql, run, owner), Sql.Command(TakeShardsSql, owner),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                _epochs.Took(reader.GetInt16(0), reader.GetInt64(1));
            }
        },
        cancellationToken);

    private async Task<int> WriteAsync(string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        // Once it is queued it will be committed, and the caller must learn of it: its memory has to follow the store.
        cancellationToken.ThrowIfCancellationRequested();
        var write = new StatementWrite(sql, parameters);
        await Writer.EnqueueAsync(write, cancellationToken);
        return await write.Done;
    }

    private async Task<List<T>> ReadAsync<T>(
        NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        var database = _database ?? throw new StoreUnavailableException("The store is not open.");
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }

            return rows;
        }
        catch (Exception error) when (PostgresCommitter.IsPassing(error))
        {
            throw new StoreUnavailableException("The database cannot be read.", error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 220, Level = LogLevel.Information, EventName = "store.promise",
            Message = "PostgreSQL: {Promise} (synchronous_commit {Commit}, synchronous_standby_names '{Standbys}')")]
        public static partial void Promise(ILogger logger, string promise, string commit, string standbys);

        [LoggerMessage(EventId = 221, Level = LogLevel.Warning, EventName = "store.no_promise", Message = "PostgreSQL: {Promise}")]
        public static partial void NoPromise(ILogger logger, string promise);
    }
}
