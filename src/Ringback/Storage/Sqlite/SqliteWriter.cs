using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Ringback.Installation;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Sqlite;

/// <summary>
/// The one writer of a database: a thread that gathers what is waiting into one transaction (group commit). Outcomes
/// may wait a few milliseconds for company, because nobody waits for them; everything else is committed at once.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly SqliteSession _session;
    private readonly StorageMetrics? _metrics;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly WriteQueue<WriteOperation, Action<SqliteSession>> _queue = new();
    private bool _stopping;

    /// <summary>Starts the thread on its own connection, which the writer disposes of.</summary>
    public SqliteWriter(SqliteSession session, StorageMetrics? metrics)
    {
        _session = session;
        _metrics = metrics;
        _thread = new Thread(Run) { IsBackground = true, Name = "ringback-writer" };
        _thread.Start();
    }

    /// <summary>Whether what is written is refused at present.</summary>
    public WriteTrouble Trouble { get; } = new();

    /// <summary>Queues a write; an urgent one starts a transaction as soon as the one before is over.</summary>
    /// <exception cref="StoreUnavailableException">The writer has stopped.</exception>
    public void Enqueue(WriteOperation operation, bool urgent)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                throw new StoreUnavailableException("The store is closing.");
            }

            if (_queue.Add(operation, urgent))
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Queues a read that must see every write queued before it; it may not throw.</summary>
    public void EnqueueRead(Action<SqliteSession> read)
    {
        lock (_gate)
        {
            _queue.AddRead(read);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Commits what is waiting and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _session.Dispose();
    }

    private void Run()
    {
        while (Gather() is var (batch, reads))
        {
            CommitBatch(batch);
            foreach (var read in reads)
            {
                read(_session);
            }
        }
    }

    /// <summary>Waits until there is something to do, and takes it; null when there never will be again.</summary>
    private (List<WriteOperation> Batch, List<Action<SqliteSession>> Reads)? Gather()
    {
        lock (_gate)
        {
            while (!_stopping && _queue.UntilDue is var wait && wait != TimeSpan.Zero)
            {
                Monitor.Wait(_gate, wait);
            }

            return _stopping && _queue.IsEmpty ? null : _queue.Take();
        }
    }

    private void CommitBatch(List<WriteOperation> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            Commit(batch);
        }
        catch (SqliteException error) when (batch.Count > 1 && !IsUnavailable(error))
        {
            // One operation that cannot be written must not take its neighbours with it.
            CommitOneByOne(batch);
        }
        catch (SqliteException error)
        {
            FailOrKeep(batch, error);
        }
    }

    private void CommitOneByOne(List<WriteOperation> batch)
    {
        foreach (var operation in batch)
        {
            try
            {
                Commit([operation]);
            }
            catch (SqliteException error)
            {
                FailOrKeep([operation], error);
            }
        }
    }

    private void Commit(List<WriteOperation> operations)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            _session.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var operation in operations)
            {
                operation.Execute(_session);
            }

            // Crash point: up to here the database has nothing of this batch, and nobody was told that it has.
            _session.Prepare("COMMIT").Run();
        }
        catch
        {
            _session.Rollback();
            _metrics?.Ended(operations.Count, Stopwatch.GetElapsedTime(started), isCommitted: false);
            throw;
        }

        _metrics?.Ended(operations.Count, Stopwatch.GetElapsedTime(started), isCommitted: true);

        // Crash point: it is durable, but nobody knows. Publishers send again under the same id; the rows of
        // deliveries are found at the next start.
        if (!operations.TrueForAll(static operation => operation.IsProbe))
        {
            Trouble.Committed();
        }

        foreach (var operation in operations)
        {
            operation.Committed();
        }
    }

    private void FailOrKeep(List<WriteOperation> operations, SqliteException error)
    {
        var unavailable = new StoreUnavailableException("The database cannot commit.", error);
        if (IsUnavailable(error) && !operations.TrueForAll(static operation => operation.IsProbe))
        {
            Trouble.Refused();
        }

        foreach (var operation in operations.Where(operation => !operation.MustSucceed))
        {
            operation.Failed(unavailable);
        }

        var kept = operations.FindAll(operation => operation.MustSucceed);
        lock (_gate)
        {
            if (_stopping || kept.Count == 0)
            {
                kept.ForEach(operation => operation.Failed(unavailable));
                return;
            }

            _queue.PutBack(kept);
            Monitor.Wait(_gate, PauseAfterFailure);
        }
    }

    private static bool IsUnavailable(SqliteException error) =>
        error.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_BUSY
            or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_NOMEM;
}
