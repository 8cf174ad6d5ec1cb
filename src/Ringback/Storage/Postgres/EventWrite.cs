using Ringback.Events;
using Ringback.Storage.Writing;

namespace Ringback.Storage.Postgres;

/// <summary>Events with their deliveries, which a publisher waits for.</summary>
internal sealed class EventWrite(IReadOnlyList<EventCommit> commits, EventHandOver handOver) : PostgresWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they are durable and were handed over.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public override string OrgId => commits.Count > 0 ? commits[0].Event.OrgId : "";

    /// <inheritdoc/>
    public override long Size { get; } = WriteSize.Of(commits);

    /// <inheritdoc/>
    public override void AddTo(PostgresBatch batch)
    {
        foreach (var commit in commits)
        {
            batch.Events.Add(commit);
        }
    }

    /// <inheritdoc/>
    public override void Committed()
    {
        try
        {
            handOver(commits);
        }
        finally
        {
            // They are durable, whatever became of what follows.
            _done.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override void Failed(Exception error) => _done.TrySetException(error);

    /// <inheritdoc/>
    public override void StopWaiting(Exception error) => _done.TrySetException(error);
}
