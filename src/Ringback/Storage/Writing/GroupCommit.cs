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
    private static readonly List<TWrite> Nothing = [];

    private readonly ICommitter<TWrite, TSession> _committer;
    private readonly IWriterLoop _loop;
    private readonly KnownCommit<TWrite, TSession> _known;
    private readonly WriterTelemetry _telemetry;
    private readonly WriteRoom _room;
    private readonly Action _lost;
    private readonly Lock _gate = new();
    private readonly WriteQueue<TWrite, Func<TSession?, ValueTask>> _queue = new();
    private readonly WriteOutcome<TWrite> _outcome;
    private readonly SetAside<TWrite> _setAside;
    private readonly List<TWrite> _inHand = [];
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
        _telemetry = new WriterTelemetry(metrics, logger ?? NullLogger.Instance);
        limits ??= new WriterLimits();
        _known = new KnownCommit<TWrite, TSession>(committer, loop, limits, _telemetry, RefuseWaiting);
        _room = new WriteRoom(limits.WaitingBytes, limits.WaitForRoom, limits.Time);
        _outcome = new WriteOutcome<TWrite>(_room, _telemetry);
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
        await _room.TakeAsync(write.OrgId, write.Size, cancellationToken);
        if (!TryAdd(write, urgent: true))
        {
            _room.Release(write.Size);
            throw new StoreUnavailableException(WhyClosed);
        }
    }

    /// <summary>Queues a write that nobody waits for, and that may wait for company.</summary>
    public void Enqueue(TWrite write)
    {
        // Its own limit is kept by whoever makes it: no new attempt starts while too many outcomes wait.
        write.TookNoRoom = true;
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
        while (await RunOnceAsync())
        {
        }

        _outcome.Failed(_setAside.TakeAll(), new StoreUnavailableException(WhyClosed));
    }

    /// <summary>Does what is next; false when there never will be anything again.</summary>
    private async ValueTask<bool> RunOnceAsync()
    {
        _inHand.Clear();
        try
        {
            if (await GatherAsync() is not { } batch)
            {
                return false;
            }

            await SettleAsync(batch);
            while (_setAside.TakeDue() is { } again)
            {
                await SettleAsync([again]);
            }

            await ReadPagesAsync();
        }
        catch (Exception defect)
        {
            await SurviveAsync(defect);
        }

        return true;
    }

    /// <summary>
    /// Without a writer nobody could publish until a restart, so it goes on, whatever has failed. Who waits for what it was at is told
    /// that nobody knows; an outcome is written again later, to the same rows if they are there already.
    /// </summary>
    private async ValueTask SurviveAsync(Exception defect)
    {
        _telemetry.Survived(defect);
        Trouble.Refused();
        var open = _inHand.FindAll(static write => !write.IsOver);
        open.FindAll(static write => write.MustSucceed).ForEach(_setAside.Add);
        _outcome.Failed(
            open.FindAll(static write => !write.MustSucceed),
            new StoreUnavailableException("The store's writer has a defect.", defect) { IsOutcomeUnknown = true });
        await _loop.PauseAsync(WriterLimits.PauseAfterFailure);
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
        _inHand.Clear();
        _inHand.AddRange(batch);

        // One write that is refused must not take its neighbours with it. It is looked for by halves: a commit for each write of
        // a large batch would keep everybody waiting.
        var parts = new Stack<List<TWrite>>([_inHand]);
        while (parts.TryPop(out var part))
        {
            var problem = part.Count == 0 ? null : await TryAsync(part);
            if (problem is { Failure: CommitFailure.Refused } && part.Count > 1)
            {
                parts.Push(part[(part.Count / 2)..]);
                parts.Push(part[..(part.Count / 2)]);
            }
            else if (problem is { Failure: CommitFailure.Refused })
            {
                await FailOrKeepAsync(part, problem);
            }
            else if (problem is not null)
            {
                // Whatever it is, it is not this write's: the rest need not find out one by one.
                await FailOrKeepAsync([.. part, .. parts.SelectMany(static rest => rest)], problem);
                return;
            }
        }
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
            _telemetry.Refused(error);
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
}
