namespace Ringback.Delivery.Sending;

/// <summary>
/// All open connections to receivers: no more than this process may open, so that it never runs out of descriptors. When
/// all are taken, those that nobody uses are closed, the ones that were idle longest first.
/// </summary>
internal sealed class ReceiverConnections(int limit)
{
    // One at a time would look through all of them for each new connection.
    private const int ShareClosedAtOnce = 16;

    // On a shared connection exchanges cannot be counted: it is idle when none can have begun and not ended.
    private static readonly TimeSpan MaxExchange = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiters = [];
    private readonly HashSet<ReceiverConnection> _open = [];
    private readonly Dictionary<(string Host, int Port), List<ReceiverConnection>> _shared = [];
    private int _left = limit;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Waits for leave to open one. It is given back by <see cref="GiveBack"/>, or when the connection ends.</summary>
    public async ValueTask WaitForLeaveAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> mine;
        lock (_gate)
        {
            if (_left > 0)
            {
                _left--;
                return;
            }

            mine = _waiters.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        CloseIdle();
        try
        {
            await mine.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            StopWaiting(mine);
            throw;
        }
    }

    /// <summary>Takes leave to open one more when there is one at once.</summary>
    public bool TryTakeLeave()
    {
        lock (_gate)
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            return true;
        }
    }

    /// <summary>Gives a leave back that led to no connection.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            if (_waiters.First is { } next)
            {
                _waiters.RemoveFirst();
                next.Value.SetResult();
            }
            else
            {
                _left++;
            }
        }
    }

    /// <summary>Notes a connection, which has a leave.</summary>
    public void Add(ReceiverConnection connection)
    {
        lock (_gate)
        {
            _open.Add(connection);
        }
    }

    /// <summary>Notes that a connection is one that many exchanges share.</summary>
    public void Share(ReceiverConnection connection)
    {
        lock (_gate)
        {
            connection.IsShared = true;
            if (!_shared.TryGetValue(connection.Receiver, out var list))
            {
                _shared[connection.Receiver] = list = [];
            }

            list.Add(connection);
        }
    }

    /// <summary>Forgets a connection that has ended, and lets another one be opened.</summary>
    public void Remove(ReceiverConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
            if (connection.IsShared && _shared.TryGetValue(connection.Receiver, out var list))
            {
                list.Remove(connection);
                if (list.Count == 0)
                {
                    _shared.Remove(connection.Receiver);
                }
            }
        }

        GiveBack();
    }

    /// <summary>The shared connection over which exchanges with a receiver go; null when there is none, or no telling which.</summary>
    public ReceiverConnection? OnlyShared((string Host, int Port) receiver)
    {
        lock (_gate)
        {
            return _shared.TryGetValue(receiver, out var list) && list is [var only] ? only : null;
        }
    }

    /// <summary>Ends an exchange; its connection is closed when somebody waits for leave to open another one.</summary>
    public void End(ReceiverConnection connection)
    {
        connection.End();
        if (_waiters.Count > 0 && !connection.IsShared)
        {
            connection.RetireIfIdle();
        }
    }

    private void StopWaiting(LinkedListNode<TaskCompletionSource> mine)
    {
        lock (_gate)
        {
            if (mine.List is not null)
            {
                _waiters.Remove(mine);
                return;
            }
        }

        // It was given just now.
        GiveBack();
    }

    /// <summary>
    /// Closes some of the connections that nobody uses. Should one be taken up just then, its exchange finds it retired and
    /// goes over another one.
    /// </summary>
    private void CloseIdle()
    {
        var before = Environment.TickCount64 - (long)MaxExchange.TotalMilliseconds;
        List<ReceiverConnection> idle;
        lock (_gate)
        {
            idle = [.. _open
                .Where(connection => connection.IsShared ? connection.LastUsed < before : connection is { IsIdle: true, Served: > 0 })
                .OrderBy(connection => connection.LastUsed)
                .Take(Math.Max(1, _open.Count / ShareClosedAtOnce))];
        }

        foreach (var connection in idle)
        {
            if (connection.IsShared)
            {
                connection.Retire();
            }
            else
            {
                connection.RetireIfIdle();
            }
        }
    }
}
