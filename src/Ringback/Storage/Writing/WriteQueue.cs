using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Ringback.Storage.Writing;

/// <summary>
/// What waits for a store's one writer, and when it is worth a transaction: at once when somebody waits for it, else when
/// there is enough of it or it has waited for company. Not thread-safe: the writer locks it.
/// </summary>
/// <typeparam name="TWrite">A write.</typeparam>
/// <typeparam name="TRead">A read that must see every write queued before it.</typeparam>
internal sealed class WriteQueue<TWrite, TRead>
    where TWrite : QueuedWrite
{
    private const int MaxBatch = 4096;
    private const long MaxBatchBytes = 16 * 1024 * 1024;
    private const int WorthATransaction = 512;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TooShortToWait = TimeSpan.FromMilliseconds(1);

    private readonly Queue<(TRead Read, long After)> _reads = [];
    private List<TWrite> _waiting = [];
    private List<TWrite> _batch = [];
    private int _urgent;
    private long _oldest;
    private long _added;
    private long _first = long.MaxValue;

    /// <summary>Whether neither a write nor a read waits.</summary>
    public bool IsEmpty => _waiting.Count + _reads.Count == 0;

    /// <summary>
    /// For how long there is nothing to do yet: zero when a transaction or a read is due,
    /// <see cref="Timeout.InfiniteTimeSpan"/> when nothing waits.
    /// </summary>
    public TimeSpan UntilDue => _reads.Count > 0 ? TimeSpan.Zero : UntilWriteDue;

    /// <summary>Whether a transaction is due. A read that waits for a write makes it so.</summary>
    public bool IsWriteDue => UntilWriteDue == TimeSpan.Zero || (_waiting.Count > 0 && _reads.Count > 0 && !IsReadReady);

    // A read must see every write that was queued before it, also one that was put back, or passed over.
    private bool IsReadReady => _reads.TryPeek(out var first) && _first > first.After;

    private TimeSpan UntilWriteDue
    {
        get
        {
            if (_urgent > 0 || _waiting.Count >= WorthATransaction)
            {
                return TimeSpan.Zero;
            }

            if (_waiting.Count == 0)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var left = Linger - Stopwatch.GetElapsedTime(_oldest);
            return left < TooShortToWait ? TimeSpan.Zero : left;
        }
    }

    /// <summary>Adds a write; whether the writer has to look at the queue again.</summary>
    public bool Add(TWrite write, bool urgent)
    {
        if (_waiting.Count == 0)
        {
            _oldest = Stopwatch.GetTimestamp();
        }

        write.Place = ++_added;
        _first = Math.Min(_first, write.Place);
        _waiting.Add(write);
        _urgent += urgent ? 1 : 0;
        return urgent || _waiting.Count is 1 or WorthATransaction;
    }

    /// <summary>Adds a read; the writer has to look at the queue again.</summary>
    public void AddRead(TRead read) => _reads.Enqueue((read, _added));

    /// <summary>Takes what one transaction shall do. The list is good until the next call.</summary>
    public List<TWrite> Take()
    {
        (_batch, _waiting) = (_waiting, _batch);
        _waiting.Clear();
        _urgent = 0;
        var count = CountOfOne();
        if (count < _batch.Count)
        {
            // A huge batch would keep its first publishers waiting; the rest goes on at once.
            PassOver();
            _urgent = 1;
        }

        FindFirst();
        return _batch;
    }

    /// <summary>Takes the next read, once every write that was queued before it is done with; null when there is none.</summary>
    public bool TryTakeRead([MaybeNullWhen(false)] out TRead read)
    {
        var isReady = IsReadReady;
        read = isReady ? _reads.Dequeue().Read : default;
        return isReady;
    }

    /// <summary>Puts writes back before all others.</summary>
    public void PutBack(IReadOnlyList<TWrite> writes)
    {
        _waiting.InsertRange(0, writes);
        FindFirst();
    }

    /// <summary>Takes the writes that can be refused, for none of them to be done.</summary>
    public List<TWrite> TakeRefusable()
    {
        var refused = _waiting.FindAll(static write => !write.MustSucceed);
        _waiting.RemoveAll(static write => !write.MustSucceed);
        _urgent = 0;
        FindFirst();
        return refused;
    }

    /// <summary>Takes all writes that wait, for none of them to be done.</summary>
    public TWrite[] GiveUp()
    {
        var given = _waiting.ToArray();
        _waiting.Clear();
        FindFirst();
        return given;
    }

    private void FindFirst() => _first = _waiting.Count == 0 ? long.MaxValue : _waiting.Min(static write => write.Place);

    /// <summary>
    /// More waits than one transaction holds: each org gets a turn in each round, and so has what nobody publishes after each of
    /// them, since it frees slots and changes webhooks.
    /// </summary>
    private void PassOver()
    {
        var (published, other, chosen) = (new InTurn<TWrite>(), new Queue<TWrite>(), new List<TWrite>());
        foreach (var write in _batch)
        {
            if (write.OrgId.Length > 0)
            {
                published.Add(write.OrgId, write);
            }
            else
            {
                other.Enqueue(write);
            }
        }

        var bytes = 0L;
        for (var isOther = false; chosen.Count < MaxBatch && published.Count + other.Count > 0; isOther = !isOther)
        {
            var takesOther = published.Count == 0 || (isOther && other.Count > 0);
            var next = takesOther ? other.Peek() : published.TryPeek(out var turn) ? turn : other.Peek();
            bytes += next.Size;
            if (chosen.Count > 0 && bytes > MaxBatchBytes)
            {
                break;
            }

            chosen.Add(takesOther ? other.Dequeue() : published.Take());
        }

        var taken = chosen.ToHashSet();
        _waiting.AddRange(_batch.Where(write => !taken.Contains(write)));
        _batch.Clear();
        _batch.AddRange(chosen.OrderBy(static write => write.Place));
    }

    private int CountOfOne()
    {
        var bytes = 0L;
        for (var i = 0; i < _batch.Count; i++)
        {
            bytes += _batch[i].Size;
            if (i == MaxBatch || (i > 0 && bytes > MaxBatchBytes))
            {
                return i;
            }
        }

        return _batch.Count;
    }
}
