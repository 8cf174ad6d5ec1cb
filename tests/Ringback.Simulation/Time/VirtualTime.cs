namespace Ringback.Simulation.Time;

/// <summary>The clock and the timers of one process; they end with it.</summary>
internal sealed class VirtualTime(Agenda agenda, WorkQueue work) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => agenda.UtcNow;

    /// <inheritdoc/>
    public override long GetTimestamp() => agenda.Now.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something later, unless the process is dead by then.</summary>
    public void After(TimeSpan delay, Action action) => agenda.After(delay, () =>
    {
        if (work.IsOpen)
        {
            action();
        }
    });

    /// <summary>Ends after a while; never, when the process dies before that.</summary>
    public Task Delay(TimeSpan delay)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        After(delay, over.SetResult);
        return over.Task;
    }
}
