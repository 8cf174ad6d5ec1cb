namespace Ringback.Server.Tests.Receivers;

/// <summary>Real time that lets a test do something at the moment at which the clock is read.</summary>
internal sealed class HookedTime : TimeProvider
{
    private Action? _action;
    private int _readings;

    /// <summary>Has something done at one of the next readings.</summary>
    public void At(int reading, Action action) => (_readings, _action) = (reading, action);

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        if (_action is { } action && --_readings == 0)
        {
            _action = null;
            action();
        }

        return base.GetTimestamp();
    }
}
