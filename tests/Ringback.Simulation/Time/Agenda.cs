namespace Ringback.Simulation.Time;

/// <summary>What will happen when: the one clock of a simulated world. Time passes only from one entry to the next.</summary>
internal sealed class Agenda
{
    private static readonly DateTimeOffset Beginning = new(2026, 3, 27, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Order)> _entries = new();
    private TimeSpan _wallOffset;
    private DateTimeOffset _latest;
    private long _order;

    /// <summary>The time since the beginning; it never jumps.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>What the wall clock shows.</summary>
    public DateTimeOffset UtcNow => Beginning + Now + _wallOffset;

    /// <summary>The latest that the wall clock ever showed.</summary>
    public DateTimeOffset LatestUtc => _latest > UtcNow ? _latest : UtcNow;

    /// <summary>When the wall clock was last set.</summary>
    public TimeSpan LastJump { get; private set; } = TimeSpan.FromDays(-1);

    /// <summary>How often it was set.</summary>
    public int Jumps { get; private set; }

    /// <summary>How long nothing will happen from now on.</summary>
    public TimeSpan Gap =>
        _entries.TryPeek(out _, out var next) ? TimeSpan.FromTicks(next.At) - Now : TimeSpan.MaxValue;

    /// <summary>Sets the wall clock forward, or back.</summary>
    public void SetWallClock(TimeSpan by)
    {
        _latest = LatestUtc;
        _wallOffset += by;
        LastJump = Now;
        Jumps++;
    }

    /// <summary>Puts something on the agenda; what is due at the same time happens in the order of these calls.</summary>
    public void After(TimeSpan delay, Action action) =>
        _entries.Enqueue(action, ((Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay)).Ticks, ++_order));

    /// <summary>Lets time pass to the next entry, and lets that happen; false when there is none.</summary>
    public bool RunNext()
    {
        if (!_entries.TryDequeue(out var action, out var due))
        {
            return false;
        }

        Now = TimeSpan.FromTicks(due.At);
        action();
        return true;
    }
}
