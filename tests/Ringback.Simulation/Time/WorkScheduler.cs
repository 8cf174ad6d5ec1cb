using Ringback.Delivery.Schedule;
using Ringback.Simulation.Checks;

namespace Ringback.Simulation.Time;

/// <summary>Runs the engine's tasks as pieces of the work queue, and remembers at which moment each was queued.</summary>
internal sealed class WorkScheduler(WorkQueue work, Moments moments, Action<Attempt> taken) : TaskScheduler
{
    /// <summary>When the task that runs now was queued; null while no task begins.</summary>
    public long? QueuedAt { get; private set; }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        var moment = moments.Next();
        if (task.AsyncState is Attempt attempt)
        {
            taken(attempt);
        }

        work.Post(() =>
        {
            QueuedAt = moment;
            TryExecuteTask(task);
            QueuedAt = null;
        });
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
