namespace Ringback.Simulation.Time;

/// <summary>A timer on virtual time.</summary>
internal sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer
{
    private int _setting;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var setting = ++_setting;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            time.After(dueTime, () => Ring(setting, period));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _setting++;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Ring(int setting, TimeSpan period)
    {
        if (setting == _setting)
        {
            if (period > TimeSpan.Zero)
            {
                Change(period, period);
            }

            callback();
        }
    }
}
