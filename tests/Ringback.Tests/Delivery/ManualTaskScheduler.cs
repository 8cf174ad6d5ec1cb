namespace Ringback.Tests.Delivery;

/// <summary>Runs tasks on the thread of a test, when it says so.</summary>
internal sealed class ManualTaskScheduler : TaskScheduler
{
    private readonly Queue<Task> _ready = new();

    /// <summary>Runs all that is ready, and what becomes ready by it.</summary>
    public void RunAll()
    {
        while (_ready.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _ready.Enqueue(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
