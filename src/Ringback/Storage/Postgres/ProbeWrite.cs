namespace Ringback.Storage.Postgres;

/// <summary>
/// A transaction of its own number only: it has to be written, and changes nothing. It also finds out whether another process has
/// taken over.
/// </summary>
internal sealed class ProbeWrite : PostgresWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is durable.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public override bool IsProbe => true;

    /// <inheritdoc/>
    public override void AddTo(PostgresBatch batch)
    {
        // Each batch says by itself which one it is.
    }

    /// <inheritdoc/>
    public override void Committed() => _done.TrySetResult();

    /// <inheritdoc/>
    public override void Failed(Exception error) => _done.TrySetException(error);

    /// <inheritdoc/>
    public override void StopWaiting(Exception error) => _done.TrySetException(error);
}
