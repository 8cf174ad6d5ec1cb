namespace Ringback.Storage.Writing;

/// <summary>A task, which waits without a thread: for a database whose calls do so too.</summary>
internal sealed class WriterTask : IWriterLoop
{
    private readonly SemaphoreSlim _bell = new(0);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasRung;

    /// <inheritdoc/>
    public Task Start(Func<Task> run) => Task.Run(run);

    /// <inheritdoc/>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _hasRung, 1) == 0)
        {
            _bell.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeSpan time)
    {
        if (await _bell.WaitAsync(time))
        {
            Volatile.Write(ref _hasRung, 0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PauseAsync(TimeSpan time) =>
        await Task.WhenAny(_stopped.Task, Task.Delay(time, TimeProvider.System));

    /// <inheritdoc/>
    public void Stop() => _stopped.TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => _bell.Dispose();
}
