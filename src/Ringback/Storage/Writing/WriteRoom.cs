using Ringback.Installation;

namespace Ringback.Storage.Writing;

/// <summary>
/// How many bytes of writes may wait for their commits. Who comes when there is no room waits for it, and is refused after a while.
/// The orgs that wait are served in turn, so that what one publishes in masses keeps no other org waiting.
/// </summary>
/// <param name="limit">How many bytes. A write that is larger is let in alone beyond it, when it is its turn.</param>
/// <param name="patience">How long to wait for room.</param>
/// <param name="time">The clock of that wait.</param>
internal sealed class WriteRoom(long limit, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly InTurn<Waiter> _waiting = new();
    private long _taken;

    /// <summary>Takes room for an org's write, or waits for it. What takes none never waits.</summary>
    /// <exception cref="StoreUnavailableException">There was none for too long.</exception>
    public ValueTask TakeAsync(string org, long size, CancellationToken cancellationToken)
    {
        if (size == 0)
        {
            return ValueTask.CompletedTask;
        }

        Waiter waiter;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(size))
            {
                _taken += size;
                return ValueTask.CompletedTask;
            }

            waiter = new Waiter(size);
            _waiting.Add(org, waiter);
        }

        return WaitAsync(org, waiter, cancellationToken);
    }

    /// <summary>Gives room back, and lets in who waits for it.</summary>
    public void Release(long size)
    {
        lock (_gate)
        {
            _taken -= size;
            LetIn();
        }
    }

    // A larger write that waited until nothing else is there would wait for ever.
    private bool Fits(long size) => _taken + size <= limit || (size > limit && _taken <= limit);

    private void LetIn()
    {
        while (_waiting.TryPeek(out var next) && Fits(next.Size))
        {
            _waiting.Take();
            _taken += next.Size;
            next.Admitted.SetResult();
        }
    }

    private async ValueTask WaitAsync(string org, Waiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Admitted.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            lock (_gate)
            {
                if (!_waiting.Remove(org, waiter))
                {
                    // Let in at the last moment.
                    return;
                }

                // Whoever is behind may be smaller.
                LetIn();
            }

            if (error is OperationCanceledException)
            {
                throw;
            }

            throw new StoreUnavailableException("More waits to be written than there is room for.");
        }
    }

    private sealed class Waiter(long size)
    {
        public long Size => size;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
