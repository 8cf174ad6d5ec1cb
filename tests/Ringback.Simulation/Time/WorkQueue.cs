namespace Ringback.Simulation.Time;

/// <summary>
/// All that is ready to run in one process: tasks, and what comes after an await. It runs a piece at a time, on one
/// thread, in an order that the seed decides, so that the pieces are interleaved in many ways.
/// </summary>
internal sealed class WorkQueue(Random order, bool isShuffled) : SynchronizationContext
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _foreign;

    /// <summary>Whether the process lives; a dead one does nothing any more.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether nothing is ready.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count == 0;
            }
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _foreign += Environment.CurrentManagedThreadId == _thread ? 0 : 1;
            if (IsOpen)
            {
                _ready.Add((d, state));
            }

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Makes something ready.</summary>
    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs one piece; false when none is ready.</summary>
    public bool RunOne()
    {
        (SendOrPostCallback Callback, object? State) piece;
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            var index = isShuffled ? order.Next(_ready.Count) : 0;
            piece = _ready[index];
            _ready.RemoveAt(index);
        }

        piece.Callback(piece.State);
        return true;
    }

    /// <summary>Waits, in real time, until another thread has posted as many pieces in all.</summary>
    public void AwaitForeign(int count)
    {
        lock (_gate)
        {
            while (_foreign < count)
            {
                if (!Monitor.Wait(_gate, LongestWait))
                {
                    throw new TimeoutException("The thread pool did not do what was expected of it.");
                }
            }
        }
    }

    /// <summary>The process is dead.</summary>
    public void Close()
    {
        lock (_gate)
        {
            IsOpen = false;
            _ready.Clear();
        }
    }
}
