namespace Ringback.Delivery.Schedule;

/// <summary>
/// Wakes lanes at their time: a heap of due dates over one timer. Due dates are wall-clock times, so the timer never
/// sleeps for long: a clock that was set forward is noticed within <see cref="LongestSleep"/>.
/// </summary>
internal sealed class LaneAlarm : IDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<Lane>> _wake;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Lane, DateTimeOffset> _lanes = new();
    private readonly ITimer _timer;
    private DateTimeOffset _ringsAt = DateTimeOffset.MaxValue;

    /// <summary>Makes one that calls back with the lanes whose time has come.</summary>
    public LaneAlarm(TimeProvider time, Action<IReadOnlyList<Lane>> wake)
    {
        _time = time;
        _wake = wake;
        _timer = time.CreateTimer(static state => ((LaneAlarm)state!).Ring(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes a lane at a time. A lane that is set again is woken again: the lane knows which one counts.</summary>
    public void Set(Lane lane, DateTimeOffset due)
    {
        lock (_gate)
        {
            _lanes.Enqueue(lane, due);
            if (due < _ringsAt)
            {
                SetTimer();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        var due = new List<Lane>();
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_lanes.TryPeek(out var lane, out var at) && at <= now)
            {
                _lanes.Dequeue();
                due.Add(lane);
            }

            SetTimer();
        }

        if (due.Count > 0)
        {
            _wake(due);
        }
    }

    private void SetTimer()
    {
        if (!_lanes.TryPeek(out _, out var next))
        {
            _ringsAt = DateTimeOffset.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var now = _time.GetUtcNow();
        var sleep = next - now;
        sleep = sleep < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : sleep;
        sleep = sleep > LongestSleep ? LongestSleep : sleep;
        _ringsAt = now + sleep;
        _timer.Change(sleep, Timeout.InfiniteTimeSpan);
    }
}
