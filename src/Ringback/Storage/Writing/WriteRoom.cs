using Ringback.Installation;

namespace Ringback.Storage.Writing;

/// <summary>
/// How many bytes of writes may wait for their commits. Who comes when there is no room waits for it, in turn, and is refused
/// after a while. What nobody can refuse takes room as well, so that others wait for it.
/// </summary>
/// <param name="limit">How many bytes. A write that is larger is let in when nothing else waits.</param>
/// <param name="patience">How long to wait for room.</param>
/// <param name="time">The clock of that wait.</param>
internal sealed class WriteRoom(long limit, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Size, TaskCompletionSource Admitted)> _waiting = [];
    private long _taken;

    /// <summary>How many bytes are taken.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes room for what cannot wait.</summary>
    public void Take(long size)
    {
        lock (_gate)
        {
            _taken += size;
        }
    }

    /// <summary>Takes room, or waits for it.</summary>
    /// <exception cref="StoreUnavailableException">There was none for too long.</exception>
    public ValueTask TakeAsync(long size, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Size, TaskCompletionSource Admitted)> place;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(size))
            {
                _taken += size;
                return ValueTask.CompletedTask;
            }

            place = _waiting.AddLast((size, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Gives room back, and lets in who waits for it.</summary>
    public void Release(long size)
    {
        lock (_gate)
        {
            _taken -= size;
            while (_waiting.First is { } first && Fits(first.Value.Size))
            {
                _taken += first.Value.Size;
                _waiting.RemoveFirst();
                first.Value.Admitted.SetResult();
            }
        }
    }

    private bool Fits(long size) => _taken == 0 || _taken + size <= limit;

    private async ValueTask WaitAsync(
        LinkedListNode<(long Size, TaskCompletionSource Admitted)> place, CancellationToken cancellationToken)
    {
        try
        {
            await place.Value.Admitted.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is null)
                {
                    // Let in at the last moment.
                    return;
                }

                _waiting.Remove(place);
            }

            // Whoever is behind may be smaller.
            Release(0);
            if (error is OperationCanceledException)
            {
                throw;
            }

            throw new StoreUnavailableException("More waits to be written than there is room for.");
        }
    }
}
