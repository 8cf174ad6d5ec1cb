namespace Ringback.Storage.Writing;

/// <summary>A thread of the writer's own, which waits by blocking: for a database whose calls block.</summary>
internal sealed class WriterThread : IWriterLoop
{
    private readonly object _bell = new();
    private readonly ManualResetEventSlim _stopped = new();
    private bool _hasRung;

    /// <inheritdoc/>
    public Task Start(Func<Task> run)
    {
        // Nothing that it awaits is ever unfinished, so it stays on this thread.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            run().GetAwaiter().GetResult();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = "ringback-writer",
        }.Start();
        return ended.Task;
    }

    /// <inheritdoc/>
    public void Ring()
    {
        lock (_bell)
        {
            _hasRung = true;
            Monitor.Pulse(_bell);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(TimeSpan time)
    {
        lock (_bell)
        {
            if (!_hasRung)
            {
                Monitor.Wait(_bell, time);
            }

            _hasRung = false;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask PauseAsync(TimeSpan time)
    {
        _stopped.Wait(time);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Stop() => _stopped.Set();

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();
}
