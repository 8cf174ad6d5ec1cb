namespace Ringback.Delivery.Schedule;

/// <summary>
/// Wakes lanes at their time: a heap of due dates over one timer, in which each lane has one place. Due dates are wall-clock
/// times, so the timer never sleeps for long: a clock that was set forward or back is noticed within <see cref="MaxSleep"/>, and
/// one that was set back wakes all, for what was a pause of a second would be one of an hour. All but the timer's own call is
/// under the lock of the schedule.
/// </summary>
internal sealed class LaneAlarm : IDisposable
{
    private static readonly TimeSpan MaxSleep = TimeSpan.FromSeconds(10);

    // A clock that is only corrected a little makes nobody late by more than that.
    private static readonly TimeSpan SetBackByMoreThan = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<Lane>, bool> _wake;
    private readonly Lock _gate;
    private readonly List<Lane> _heap = [];
    private readonly ITimer _timer;
    private DateTimeOffset _ringsAt = DateTimeOffset.MaxValue;
    private (DateTimeOffset Clock, long Timestamp) _looked;

    /// <summary>
    /// Makes one that calls back, under the lock, with the lanes whose time has come, or with all of them and true because the
    /// clock was set back.
    /// </summary>
    public LaneAlarm(TimeProvider time, Lock gate, Action<IReadOnlyList<Lane>, bool> wake)
    {
        _time = time;
        _gate = gate;
        _wake = wake;
        _timer = time.CreateTimer(static state => ((LaneAlarm)state!).Ring(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many lanes wait for their time.</summary>
    public int Count => _heap.Count;

    /// <summary>Wakes a lane at a time, and not at the one that was set before.</summary>
    public void Set(Lane lane, DateTimeOffset due)
    {
        lane.WakeAt = due;
        if (_heap.Count == 0)
        {
            Look();
        }

        if (lane.AlarmPlace < 0)
        {
            lane.AlarmPlace = _heap.Count;
            _heap.Add(lane);
        }

        Sift(lane.AlarmPlace);
        if (due < _ringsAt)
        {
            SetTimer();
        }
    }

    /// <summary>Lets a lane sleep.</summary>
    public void Remove(Lane lane)
    {
        var place = lane.AlarmPlace;
        if (place < 0)
        {
            return;
        }

        lane.WakeAt = null;
        lane.AlarmPlace = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (!ReferenceEquals(last, lane))
        {
            Place(last, place);
            Sift(place);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var wasSetBack = _looked.Clock + _time.GetElapsedTime(_looked.Timestamp) - now > SetBackByMoreThan;
            Look();
            var due = new List<Lane>();
            while (_heap.Count > 0 && (wasSetBack || _heap[0].WakeAt <= now))
            {
                due.Add(_heap[0]);
                Remove(_heap[0]);
            }

            SetTimer();
            if (due.Count > 0)
            {
                _wake(due, wasSetBack);
            }
        }
    }

    private void Look() => _looked = (_time.GetUtcNow(), _time.GetTimestamp());

    private void SetTimer()
    {
        if (_heap.Count == 0)
        {
            _ringsAt = DateTimeOffset.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var now = _time.GetUtcNow();
        var sleep = _heap[0].WakeAt!.Value - now;
        sleep = sleep < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : sleep;
        sleep = sleep > MaxSleep ? MaxSleep : sleep;
        _ringsAt = now + sleep;
        _timer.Change(sleep, Timeout.InfiniteTimeSpan);
    }

    private void Sift(int place)
    {
        while (place > 0 && IsBefore(place, (place - 1) / 2))
        {
            Swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }

        while (true)
        {
            var first = place;
            for (var child = (2 * place) + 1; child <= (2 * place) + 2 && child < _heap.Count; child++)
            {
                first = IsBefore(child, first) ? child : first;
            }

            if (first == place)
            {
                return;
            }

            Swap(place, first);
            place = first;
        }
    }

    private bool IsBefore(int one, int other) => _heap[one].WakeAt < _heap[other].WakeAt;

    private void Swap(int one, int other)
    {
        var lane = _heap[one];
        Place(_heap[other], one);
        Place(lane, other);
    }

    private void Place(Lane lane, int place)
    {
        _heap[place] = lane;
        lane.AlarmPlace = place;
    }
}
