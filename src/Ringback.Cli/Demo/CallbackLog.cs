namespace Ringback.Cli.Demo;

/// <summary>Gathers callbacks, and knows when all that were awaited have been accepted. Thread-safe.</summary>
/// <param name="awaited">The webhook's key and the event's id of each.</param>
internal sealed class CallbackLog(IEnumerable<(string Key, string EventId)> awaited)
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string, string)> _missing = [.. awaited];
    private readonly List<ReceivedCallback> _callbacks = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the last of the awaited was accepted.</summary>
    public Task Complete => _complete.Task;

    /// <summary>All that came, in order.</summary>
    public IReadOnlyList<ReceivedCallback> Callbacks
    {
        get
        {
            lock (_lock)
            {
                return [.. _callbacks];
            }
        }
    }

    /// <summary>Keeps a callback, and ends the waiting when it was the last that was awaited.</summary>
    public void Add(ReceivedCallback callback)
    {
        lock (_lock)
        {
            _callbacks.Add(callback);
            if (callback.IsAccepted && callback.EventId is { } eventId)
            {
                _missing.Remove((callback.Key, eventId));
            }

            if (_missing.Count == 0)
            {
                _complete.TrySetResult();
            }
        }
    }
}
