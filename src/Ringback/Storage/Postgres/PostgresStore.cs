using Microsoft.Extensions.Options;
using Npgsql;
using Ringback.Installation;
using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

/// <summary>
/// Everything in one PostgreSQL database: a writer that all changes go through, and a pool of connections for what is
/// rarely read.
/// </summary>
internal sealed partial class PostgresStore(
    IOptions<PostgresOptions> options, TimeProvider time, StorageMetrics? metrics = null) : IStore, IShardEpochs
{
    // One node takes all shards; a lease without an end is one that only a take-over ends.
    private const string TakeShardsSql = """
        UPDATE shards SET owner = $1, epoch = epoch + 1, lease_end = NULL RETURNING shard, epoch
        """;

    private readonly ShardEpochs _epochs = new();
    private PostgresDatabase? _database;
    private PostgresWriter? _writer;

    /// <inheritdoc/>
    public event Action? Lost;

    /// <inheritdoc/>
    public event Action<int>? ShardRefused;

    /// <inheritdoc/>
    public IReadOnlyList<OwnedShard> TakenShards => _epochs.All;

    /// <inheritdoc/>
    public string Place => $"PostgreSQL at {_database?.Place ?? "no place yet"}";

    private PostgresWriter Writer => _writer ?? throw new StoreUnavailableException("The store is not open.");

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _database = new PostgresDatabase(options.Value.ConnectionString);
        await _database.MigrateAsync(time.GetUtcNow(), cancellationToken);
        await _database.RefuseHalfCopyAsync(cancellationToken);
        try
        {
            await TakeShardsAsync(cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            throw new StoreUnusableException(
                $"The shards of the database at {_database.Place} cannot be taken: a 'ringback store' command is at work on it, "
                + "or it has gone away.",
                error);
        }

        _writer = new PostgresWriter(_database.WriterSource, _epochs, metrics, TakenOver);
    }

    /// <inheritdoc/>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var (shards, epochs) = _epochs.Of(Enumerable.Range(0, Shards.Count));
        var probe = new ProbeWrite(shards, epochs);
        Writer.Enqueue(probe, urgent: true);
        await probe.Done.WaitAsync(cancellationToken);
        Writer.Trouble.ThrowIfNow();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
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

    private async Task TakeShardsAsync(CancellationToken cancellationToken)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7(time.GetUtcNow()):N}";
        await ReadAsync(
            Sql.Command(TakeShardsSql, owner),
            reader =>
            {
                _epochs.Took(reader.GetInt16(0), reader.GetInt64(1));
                return true;
            },
            cancellationToken);
    }

    private Task<int> WriteAsync(string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        // Once it is queued it will be committed, and the caller must learn of it: its memory has to follow the store.
        cancellationToken.ThrowIfCancellationRequested();
        var write = new StatementWrite(sql, parameters);
        Writer.Enqueue(write, urgent: true);
        return write.Done;
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
        catch (Exception error) when (PostgresWriter.IsPassing(error))
        {
            throw new StoreUnavailableException("The database cannot be read.", error);
        }
    }
}
