using Ringback.Events;

namespace Ringback.Storage.Postgres;

/// <summary>Events with their deliveries, which a publisher waits for.</summary>
internal sealed class EventWrite(IReadOnlyList<EventCommit> commits, EventHandOver handOver) : PostgresWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they are durable and were handed over.</summary>
    public Task Done => _done.Task;

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
        handOver(commits);
        _done.TrySetResult();
    }

    /// <inheritdoc/>
    public override void Failed(Exception error) => _done.TrySetException(error);
}
