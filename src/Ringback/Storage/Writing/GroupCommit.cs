using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ringback.Installation;

namespace Ringback.Storage.Writing;

/// <summary>
/// The one writer of a store: gathers the waiting writes into one transaction after another. While one commits, the next one
/// gathers. What to do when a transaction fails is decided here, for every database.
/// </summary>
/// <typeparam name="TWrite">A write of the database.</typeparam>
/// <typeparam name="TSession">What pages are read by.</typeparam>
internal sealed partial class GroupCommit<TWrite, TSession> : IAsyncDisposable
    where TWrite : QueuedWrite
    where TSession : class
{
    // A commit waits for no more than this long for pages that are read.
    private static readonly TimeSpan ReadSlice = TimeSpan.FromMilliseconds(5);

    private static readonly List<TWrite> Nothing = [];

    private readonly ICommitter<TWrite, TSession> _committer;
    private readonly IWriterLoop _loop;
    private readonly KnownCommit<TWrite, TSession> _known;
    private readonly ILogger _logger;
    private readonly WriteRoom _room;
    private readonly Action _lost;
    private readonly Lock _gate = new();
    private readonly WriteQueue<TWrite, Func<TSession?, ValueTask>> _queue = new();
    private readonly WriteOutcome<TWrite> _outcome;
    private readonly SetAside<TWrite> _setAside;
    private readonly List<TWrite> _single = [];
    private readonly Task _running;
    private bool _stopping;
    private bool _isLost;

    /// <summary>Starts the writer, which then waits for writes.</summary>
    /// <param name="committer">Commits, and is disposed of at the end.</param>
    /// <param name="loop">Where the writer runs, and how it waits.</param>
    /// <param name="limits">How much may wait, and for how long.</param>
    /// <param name="metrics">Where commits are measured.</param>
    /// <param name="logger">Where it says what nobody else is told.</param>
    /// <param name="lost">Called once when another process has taken over.</param>
    public GroupCommit(
        ICommitter<TWrite, TSession> committer, IWriterLoop loop, WriterLimits? limits = null, StorageMetrics? metrics = null,
        ILogger? logger = null, Action? lost = null)
    {
        _committer = committer;
        _loop = loop;
        _logger = logger ?? NullLogger.Instance;
        limits ??= new WriterLimits();
        _known = new KnownCommit<TWrite, TSession>(committer, loop, limits, metrics, _logger, RefuseWaiting);
        _room = new WriteRoom(limits.WaitingBytes, limits.WaitForRoom, limits.Time);
        _outcome = new WriteOutcome<TWrite>(_room, _logger);
        _setAside = new SetAside<TWrite>(limits.RetryRefused, limits.Time);
        _lost = lost ?? (static () => { });
        _running = _loop.Start(RunAsync);
    }

    /// <summary>Whether the database refuses writes at present.</summary>
    public WriteTrouble Trouble { get; } = new();

    /// <summary>Queues a write that somebody waits for, as soon as there is room for it.</summary>
    /// <exception cref="StoreUnavailableException">
    /// There was no room, the writer has stopped, or another process has taken over. Nothing was done.
    /// </exception>
    public async ValueTask EnqueueAsync(TWrite write, CancellationToken cancellationToken)
    {
        await _room.TakeAsync(write.Size, cancellationToken);
        if (!TryAdd(write, urgent: true))
        {
            _room.Release(write.Size);
            throw new StoreUnavailableException(WhyClosed);
        }
    }

    /// <summary>Queues a write that nobody waits for, and that may wait for company.</summary>
    public void Enqueue(TWrite write)
    {
        _room.Take(write.Size);
        if (!TryAdd(write, urgent: false))
        {
            // What is in the database still says so: whoever opens it next does it again.
            _outcome.Failed([write], new StoreUnavailableException(WhyClosed));
        }
    }

    /// <summary>Queues a read that must see every write queued before it; it gets null when there is no connection.</summary>
    public void EnqueueRead(Func<TSession?, ValueTask> read)
    {
        lock (_gate)
        {
            if (!IsClosed)
            {
                _queue.AddRead(read);
                _loop.Ring();
                return;
            }
        }

        _ = ReadAsync(read, null).AsTask();
    }

    /// <summary>Commits the waiting writes, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_stopping;
            _stopping = true;
        }

        if (isFirst)
        {
            _loop.Stop();
            _loop.Ring();
            await _running;
            await _committer.DisposeAsync();
            _loop.Dispose();
        }
    }

    private bool IsClosed => _stopping || _isLost;

    private string WhyClosed => _isLost ? "Another process has taken over." : "The store is closing.";

    private bool TryAdd(TWrite write, bool urgent)
    {
        lock (_gate)
        {
            if (IsClosed)
            {
                return false;
            }

            if (_queue.Add(write, urgent))
            {
                _loop.Ring();
            }

            return true;
        }
    }

    private async Task RunAsync()
    {
        while (await GatherAsync() is { } batch)
        {
            if (batch.Count > 0)
            {
                await SettleAsync(batch);
            }

            while (_setAside.TakeDue() is { } again)
            {
                await SettleAsync(Single(again));
            }

            await ReadPagesAsync();
        }

        var closed = new StoreUnavailableException(WhyClosed);
        _outcome.Failed(_setAside.TakeAll(), closed);
    }

    /// <summary>Waits until there is something to do, and takes it; null when there never will be again.</summary>
    private async ValueTask<List<TWrite>?> GatherAsync()
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

            var next = _setAside.UntilDue;
            if (next == TimeSpan.Zero)
            {
                return Nothing;
            }

            await _loop.WaitAsync(Shorter(wait, next));
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan ? other : other == Timeout.InfiniteTimeSpan || one < other ? one : other;

    private async ValueTask SettleAsync(List<TWrite> batch)
    {
        if (await TryAsync(batch) is not { } problem)
        {
            return;
        }

        if (problem.Failure != CommitFailure.Refused || batch.Count == 1)
        {
            await FailOrKeepAsync(batch, problem);
            return;
        }

        // One write that is refused must not take its neighbours with it.
        var each = batch.ToArray();
        for (var i = 0; i < each.Length; i++)
        {
            var its = await TryAsync(Single(each[i]));
            if (its is { Failure: CommitFailure.Refused })
            {
                await FailOrKeepAsync(_single, its);
            }
            else if (its is not null)
            {
                // Whatever it is, it is not this write's: the rest need not find out one by one.
                await FailOrKeepAsync([.. each[i..]], its);
                return;
            }
        }
    }

    private List<TWrite> Single(TWrite write)
    {
        _single.Clear();
        _single.Add(write);
        return _single;
    }

    /// <summary>Commits, and says why it cannot; null when it is committed and everybody was told.</summary>
    private async ValueTask<CommitProblem?> TryAsync(List<TWrite> writes)
    {
        var problem = await _known.TryAsync(writes);
        if (problem is null)
        {
            Committed(writes);
        }

        return problem;
    }

    /// <summary>
    /// While the database is asked what became of a commit, and does not answer: refuses what waits and was not begun, since nobody
    /// knows when it could be.
    /// </summary>
    /// <returns>Whether to go on asking.</returns>
    private bool RefuseWaiting(Exception error)
    {
        Trouble.Refused();
        List<TWrite> untried;
        bool goOn;
        lock (_gate)
        {
            untried = _queue.TakeRefusable();
            goOn = !_stopping;
        }

        _outcome.Failed(untried, Unavailable(error));
        return goOn;
    }

    private void Committed(List<TWrite> writes)
    {
        // Crash point: it is durable, but nobody knows. Publishers send again under the same id; the rows of deliveries are
        // found at the next start.
        if (!writes.TrueForAll(static write => write.IsProbe))
        {
            Trouble.Committed();
        }

        writes.ForEach(_outcome.Committed);
    }

    private async ValueTask FailOrKeepAsync(List<TWrite> writes, CommitProblem problem)
    {
        var (failure, error) = problem;
        if (failure == CommitFailure.Lost)
        {
            GiveUp(writes, error);
            return;
        }

        if (failure is CommitFailure.Unavailable or CommitFailure.Contended && !writes.TrueForAll(static write => write.IsProbe))
        {
            Trouble.Refused();
        }

        var isOver = failure == CommitFailure.Unknown;
        var kept = writes.FindAll(write => write.MustSucceed && !isOver);
        _outcome.Failed(
            writes.FindAll(write => !write.MustSucceed || isOver),
            failure == CommitFailure.Refused
                ? new StoreUnavailableException("The database refuses what was to be written.", error) { IsRefused = true }
                : Unavailable(error));
        if (kept.Count == 0)
        {
            return;
        }

        if (failure == CommitFailure.Refused)
        {
            kept.ForEach(_setAside.Add);
            Log.Refused(_logger, error);
            return;
        }

        lock (_gate)
        {
            if (!_stopping)
            {
                _queue.PutBack(kept);
                kept.Clear();
            }
        }

        _outcome.Failed(kept, Unavailable(error));

        // Publishers who come meanwhile are answered as soon as the pause is over.
        await _loop.PauseAsync(WriterLimits.PauseAfterFailure);
    }

    /// <summary>What is still waiting belongs to whoever has taken over.</summary>
    private void GiveUp(List<TWrite> writes, Exception error)
    {
        TWrite[] waiting;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_isLost;
            _isLost = true;
            waiting = _queue.GiveUp();
        }

        _outcome.Failed([.. writes, .. waiting, .. _setAside.TakeAll()], Unavailable(error));
        if (isFirst)
        {
            _outcome.Guarded(_lost);
        }
    }

    private static StoreUnavailableException Unavailable(Exception error) =>
        error as StoreUnavailableException ?? new StoreUnavailableException("The database cannot commit.", error);

    private async ValueTask ReadPagesAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (NextRead(Stopwatch.GetElapsedTime(started) > ReadSlice) is { } read)
        {
            TSession? session = null;
            try
            {
                session = IsClosed ? null : await _committer.SessionAsync();
            }
            catch (Exception)
            {
                // The read is told, by getting none.
            }

            await ReadAsync(read, session);
        }
    }

    private Func<TSession?, ValueTask>? NextRead(bool isSliceOver)
    {
        lock (_gate)
        {
            return !(isSliceOver && _queue.IsWriteDue) && _queue.TryTakeRead(out var read) ? read : null;
        }
    }

    private async ValueTask ReadAsync(Func<TSession?, ValueTask> read, TSession? session)
    {
        try
        {
            await read(session);
        }
        catch (Exception error)
        {
            _outcome.Defect(error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 201, Level = LogLevel.Error, EventName = "store.refused",
            Message = "An outcome cannot be written because of what is in it; it is tried again now and then")]
        public static partial void Refused(ILogger logger, Exception error);
    }
}
