namespace Ringback.Storage.Writing;

/// <summary>
/// Writes that were refused because of their content and must not be lost: each is tried again alone, after a while, so that
/// it holds up nobody. Only the writer uses it.
/// </summary>
internal sealed class SetAside<TWrite>(TimeSpan wait, TimeProvider time)
    where TWrite : class
{
    private readonly Queue<(TWrite Write, long Since)> _writes = [];

    /// <summary>For how long nothing is due; <see cref="Timeout.InfiniteTimeSpan"/> when there is nothing.</summary>
    public TimeSpan UntilDue
    {
        get
        {
            if (!_writes.TryPeek(out var first))
            {
                return Timeout.InfiniteTimeSpan;
            }

            var left = wait - time.GetElapsedTime(first.Since);
            return left <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }
    }

    /// <summary>Sets a write aside.</summary>
    public void Add(TWrite write) => _writes.Enqueue((write, time.GetTimestamp()));

    /// <summary>Takes the next that is due; null when none is.</summary>
    public TWrite? TakeDue() => UntilDue == TimeSpan.Zero ? _writes.Dequeue().Write : null;

    /// <summary>Takes all writes that are set aside, due or not.</summary>
    public List<TWrite> TakeAll()
    {
        var all = _writes.Select(static entry => entry.Write).ToList();
        _writes.Clear();
        return all;
    }
}
