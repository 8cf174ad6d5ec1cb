namespace Ringback.Storage.Sqlite;

/// <summary>A write that somebody waits for.</summary>
internal class WriteAction(Action<SqliteSession> execute, Action? committed = null, long size = 0, string org = "")
    : WriteOperation
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the write is durable.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public override string OrgId => org;

    /// <inheritdoc/>
    public override long Size => size;

    /// <inheritdoc/>
    public override void Execute(SqliteSession session) => execute(session);

    /// <inheritdoc/>
    public override void Committed()
    {
        try
        {
            committed?.Invoke();
        }
        finally
        {
            // It is durable, whatever became of what follows.
            _done.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override void Failed(Exception error) => _done.TrySetException(error);
}
