using Ringback.Storage.Writing;

namespace Ringback.Tests.Storage.Writing;

/// <summary>A write that says what became of it.</summary>
internal sealed class ScriptedWrite(string name, Action? committed = null) : QueuedWrite
{
    private readonly TaskCompletionSource<int> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _stoppedWaiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _told;

    public string Name => name;

    /// <summary>Whether it cannot be written.</summary>
    public bool IsDefect { get; set; }

    public bool IsOutcome { get; init; }

    public long Bytes { get; init; }

    /// <summary>Ends, with how often it was told, when it is committed or fails.</summary>
    public Task<int> Over => _over.Task;

    /// <summary>Ends when it need not wait any longer.</summary>
    public Task<Exception> StoppedWaiting => _stoppedWaiting.Task;

    public int Told => _told;

    public override bool MustSucceed => IsOutcome;

    public override long Size => Bytes;

    public override void Committed()
    {
        var told = Interlocked.Increment(ref _told);
        try
        {
            committed?.Invoke();
        }
        finally
        {
            _over.TrySetResult(told);
        }
    }

    public override void Failed(Exception error)
    {
        Interlocked.Increment(ref _told);
        _over.TrySetException(error);
    }

    public override void StopWaiting(Exception error) => _stoppedWaiting.TrySetResult(error);
}
