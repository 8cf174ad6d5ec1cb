using System.Diagnostics;

namespace Ringback.Storage.Writing;

/// <summary>
/// What waits for a store's one writer, and when it is worth a transaction: at once when somebody waits for it, else when
/// there is enough of it or it has waited for company. Not thread-safe: the writer locks it.
/// </summary>
/// <typeparam name="TWrite">A write.</typeparam>
/// <typeparam name="TRead">A read that must see every write queued before it.</typeparam>
internal sealed class WriteQueue<TWrite, TRead>
{
    private const int MaxBatch = 4096;
    private const int WorthATransaction = 512;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TooShortToWait = TimeSpan.FromMilliseconds(1);

    private List<TWrite> _waiting = [];
    private List<TWrite> _batch = [];
    private List<TRead> _reads = [];
    private List<TRead> _readsOfBatch = [];
    private int _urgent;
    private long _oldest;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count + _reads.Count == 0;

    /// <summary>
    /// For how long there is nothing to do yet: zero when a transaction is due, <see cref="Timeout.InfiniteTimeSpan"/> when
    /// nothing waits.
    /// </summary>
    public TimeSpan UntilDue
    {
        get
        {
            if (_reads.Count > 0 || _urgent > 0 || _waiting.Count >= WorthATransaction)
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

        _waiting.Add(write);
        _urgent += urgent ? 1 : 0;
        return urgent || _waiting.Count is 1 or WorthATransaction;
    }

    /// <summary>Adds a read; the writer has to look at the queue again.</summary>
    public void AddRead(TRead read) => _reads.Add(read);

    /// <summary>
    /// Takes what one transaction shall do, and the reads that come after it: only when all that was queued before them is
    /// taken. Both lists are good until the next call.
    /// </summary>
    public (List<TWrite> Batch, List<TRead> Reads) Take()
    {
        (_batch, _waiting) = (_waiting, _batch);
        _waiting.Clear();
        _readsOfBatch.Clear();
        _urgent = 0;
        if (_batch.Count > MaxBatch)
        {
            // A huge batch would keep its first publishers waiting; the rest goes on at once.
            _waiting.AddRange(_batch.Skip(MaxBatch));
            _batch.RemoveRange(MaxBatch, _batch.Count - MaxBatch);
            _urgent = 1;
        }
        else
        {
            (_readsOfBatch, _reads) = (_reads, _readsOfBatch);
        }

        return (_batch, _readsOfBatch);
    }

    /// <summary>Puts writes back before all others.</summary>
    public void PutBack(IReadOnlyList<TWrite> writes) => _waiting.InsertRange(0, writes);

    /// <summary>Takes all writes that wait, for none of them to be done.</summary>
    public TWrite[] GiveUp()
    {
        var given = _waiting.ToArray();
        _waiting.Clear();
        return given;
    }
}
