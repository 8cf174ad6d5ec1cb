using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>
/// The one writer of this node: gathers what is waiting into one transaction after another, on one connection. While one
/// commits, the next one gathers.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const string StaleOwner = "RB001";
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source;
    private readonly ShardEpochs _epochs;
    private readonly EventPositions _positions = new(Random.Shared.Next(EventPositions.InMillisecond));
    private readonly StorageMetrics? _metrics;
    private readonly Action _lost;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly WriteQueue<PostgresWrite, Func<NpgsqlConnection?, Task>> _queue = new();
    private readonly Task _running;
    private NpgsqlConnection? _connection;
    private bool _stopping;
    private bool _isLost;

    /// <summary>Starts it.</summary>
    /// <param name="source">Where its connection comes from.</param>
    /// <param name="epochs">The epochs of this node's shards.</param>
    /// <param name="metrics">Where commits are measured.</param>
    /// <param name="lost">Called once when another node has taken over.</param>
    public PostgresWriter(NpgsqlDataSource source, ShardEpochs epochs, StorageMetrics? metrics, Action lost)
    {
        _source = source;
        _epochs = epochs;
        _metrics = metrics;
        _lost = lost;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Whether what is written is refused at present.</summary>
    public WriteTrouble Trouble { get; } = new();

    /// <summary>Queues a write; an urgent one starts a transaction as soon as the one before is over.</summary>
    /// <exception cref="StoreUnavailableException">The writer has stopped, or another node has taken over.</exception>
    public void Enqueue(PostgresWrite write, bool urgent)
    {
        lock (_gate)
        {
            if (_isLost && write.MustSucceed)
            {
                // Whoever has taken over does it again: nobody waits for it here.
                write.Failed(new StoreUnavailableException("Another node has taken over."));
                return;
            }

            if (_stopping || _isLost)
            {
                throw new StoreUnavailableException(_isLost ? "Another node has taken over." : "The store is closing.");
            }

            if (_queue.Add(write, urgent))
            {
                Wake();
            }
        }
    }

    /// <summary>Queues a read that must see every write queued before it; it gets null when there is no connection.</summary>
    public void EnqueueRead(Func<NpgsqlConnection?, Task> read)
    {
        lock (_gate)
        {
            _queue.AddRead(read);
            Wake();
        }
    }

    /// <summary>Commits what is waiting and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Wake();
        }

        await _running;
        await CloseConnectionAsync();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        while (await GatherAsync() is var (batch, reads))
        {
            if (batch.Count > 0)
            {
                await CommitBatchAsync(batch);
            }

            foreach (var read in reads)
            {
                await ReadAsync(read);
            }
        }
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Waits until there is something to do, and takes it; null when there never will be again.</summary>
    private async Task<(List<PostgresWrite> Batch, List<Func<NpgsqlConnection?, Task>> Reads)?> GatherAsync()
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                if (_stopping && _queue.IsEmpty)
                {
                    return null;
                }

                wait = _queue.UntilDue;
                if (_stopping || wait == TimeSpan.Zero)
                {
                    return _queue.Take();
                }
            }

            await _wake.WaitAsync(wait);
        }
    }

    private async Task CommitBatchAsync(List<PostgresWrite> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (Exception error) when (batch.Count > 1 && !IsPassing(error))
        {
            // One write that is refused must not take its neighbours with it.
            await CommitOneByOneAsync(batch);
        }
        catch (Exception error)
        {
            // Whatever it is, the writer has to go on.
            await FailOrKeepAsync(batch, error);
        }
    }

    private async Task CommitOneByOneAsync(List<PostgresWrite> batch)
    {
        foreach (var write in batch)
        {
            try
            {
                await CommitAsync([write]);
            }
            catch (Exception error)
            {
                await FailOrKeepAsync([write], error);
            }
        }
    }

    private async Task CommitAsync(List<PostgresWrite> writes)
    {
        var started = Stopwatch.GetTimestamp();
        var isCommitted = false;
        try
        {
            var batch = new PostgresBatch(_epochs, _positions);
            writes.ForEach(write => write.AddTo(batch));
            await batch.CommitAsync(await ConnectAsync(), CancellationToken.None);
            isCommitted = true;
        }
        finally
        {
            _metrics?.Ended(writes.Count, Stopwatch.GetElapsedTime(started), isCommitted);
        }

        // Crash point: it is durable, but nobody knows. Publishers send again under the same id; the rows of deliveries are
        // found at the next start.
        if (!writes.TrueForAll(static write => write.IsProbe))
        {
            Trouble.Committed();
        }

        writes.ForEach(static write => write.Committed());
    }

    private async Task ReadAsync(Func<NpgsqlConnection?, Task> read)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await ConnectAsync();
        }
        catch (Exception)
        {
            // Whatever it is, the writer has to go on: the read is told, by getting none.
        }

        await read(connection);
    }

    private async Task FailOrKeepAsync(List<PostgresWrite> writes, Exception error)
    {
        await CloseConnectionAsync();
        var isLost = error is PostgresException { SqlState: StaleOwner };
        var isPassing = IsPassing(error);
        var unavailable = new StoreUnavailableException("The database cannot commit.", error);
        if (isPassing && !writes.TrueForAll(static write => write.IsProbe))
        {
            Trouble.Refused();
        }

        foreach (var write in writes.Where(write => !write.MustSucceed || isLost))
        {
            write.Failed(unavailable);
        }

        var kept = writes.FindAll(write => write.MustSucceed && !isLost);
        var isFirstLoss = false;
        lock (_gate)
        {
            if (isLost && !_isLost)
            {
                isFirstLoss = true;

                // What is still waiting belongs to the node that has taken over.
                _isLost = true;
                Array.ForEach(_queue.GiveUp(), write => write.Failed(unavailable));
            }

            if (_stopping || kept.Count == 0)
            {
                kept.ForEach(write => write.Failed(unavailable));
                kept.Clear();
            }

            _queue.PutBack(kept);
        }

        if (isFirstLoss)
        {
            _lost();
        }
        else if (kept.Count > 0)
        {
            // Publishers who come meanwhile are answered as soon as the pause is over.
            await Task.Delay(PauseAfterFailure, TimeProvider.System);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open })
        {
            return _connection;
        }

        await CloseConnectionAsync();
        _connection = await _source.OpenConnectionAsync();
        return _connection;
    }

    private async Task CloseConnectionAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    /// <summary>Whether trying again later can help: the database is away, full, busy, or does not let us in.</summary>
    /// <remarks>
    /// The classes of SQLSTATE: connection, transaction, log-in, database, roll-back, resources, locks, the operator, the
    /// system. A right that was taken away can be given back as well.
    /// </remarks>
    internal static bool IsPassing(Exception error) => error is PostgresException refused
        ? refused.SqlState[..2] is "08" or "25" or "28" or "3D" or "40" or "53" or "55" or "57" or "58" or "XX"
            || refused.SqlState == PostgresErrorCodes.InsufficientPrivilege
        : error is NpgsqlException or TimeoutException or SocketException or IOException;
}
