namespace Ringback.Simulation.Store;

/// <summary>
/// The one writer of a process: gathers what is waiting into one transaction, tells the waiting one after the other in
/// the order of their writes, then reads pages. Between any two of these other work may run, or the process may die.
/// </summary>
internal sealed class StoreWriter(SimulatedProcess process, IBacking backing, StoreWeather weather, Random chance)
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly Queue<Action> _steps = new();
    private List<StoreWrite> _waiting = [];
    private List<StoreWrite> _batch = [];
    private List<Action> _reads = [];
    private bool _isBusy;

    /// <summary>Whether nothing waits and nothing is being done.</summary>
    public bool IsIdle => !_isBusy && _waiting.Count == 0 && _reads.Count == 0;

    /// <summary>What was queued and is not committed.</summary>
    public IReadOnlyList<StoreWrite> Unfinished => [.. _batch, .. _waiting];

    /// <summary>Queues a write; one that is not urgent waits a little for company.</summary>
    public void Enqueue(StoreWrite write, bool isUrgent)
    {
        _waiting.Add(write);
        if (isUrgent)
        {
            process.Work.Post(Begin);
        }
        else if (_waiting.Count == 1)
        {
            process.Time.After(Linger, Begin);
        }
    }

    /// <summary>Queues a read that sees every write that was queued before it.</summary>
    public void EnqueueRead(Action read)
    {
        _reads.Add(read);
        process.Work.Post(Begin);
    }

    private void Begin()
    {
        if (_isBusy || IsIdle)
        {
            return;
        }

        _isBusy = true;
        var reads = _reads;
        (_batch, _waiting, _reads) = (_waiting, [], []);
        if (_batch.Count == 0)
        {
            Finish(reads);
            return;
        }

        if (!_batch.Any(write => process.DiesAt(write.Queued)))
        {
            process.Time.After(Latency(), () => Commit(reads));
        }
    }

    private void Commit(List<Action> reads)
    {
        var batch = _batch;
        _batch = [];
        if (weather.CommitsFail)
        {
            Fail(batch, reads);
            return;
        }

        backing.Commit(batch);
        foreach (var write in batch)
        {
            _steps.Enqueue(() =>
            {
                if (!process.DiesAt(write.Durable))
                {
                    write.Committed();
                    _ = write.Told is { } told && process.DiesAt(told);
                }
            });
        }

        Finish(reads);
    }

    private void Fail(List<StoreWrite> batch, List<Action> reads)
    {
        weather.LastFailure = process.Now;
        _waiting.InsertRange(0, batch.Where(write => write.Failed is null));
        foreach (var write in batch.Where(write => write.Failed is not null))
        {
            _steps.Enqueue(write.Failed!);
        }

        process.Time.After(PauseAfterFailure, () => Finish(reads));
    }

    private void Finish(List<Action> reads)
    {
        reads.ForEach(_steps.Enqueue);
        Step();
    }

    private void Step()
    {
        if (_steps.TryDequeue(out var step))
        {
            step();
            process.Work.Post(Step);
        }
        else
        {
            _isBusy = false;
            Begin();
        }
    }

    private TimeSpan Latency() => TimeSpan.FromMilliseconds(
        chance.Next(20) == 0 ? chance.Next(50, 500) : 0.1 + (chance.NextDouble() * 8));
}
