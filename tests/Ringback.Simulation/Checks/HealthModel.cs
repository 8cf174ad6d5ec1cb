using Ringback.Delivery;

namespace Ringback.Simulation.Checks;

/// <summary>
/// The rule of auto-disable, written down once more: so many failures within the window with no success among them; and,
/// within the window after that or when it was reactivated in it, the next failure. While the clock lags behind what it
/// once showed, failures may count or not: some are of the future, and some look older than they are.
/// </summary>
internal sealed class HealthModel
{
    private List<(DateTimeOffset At, TimeSpan Lag, bool IsDoubtful)> _failures = [];
    private DateTimeOffset? _disabledAt;
    private bool _isOnProbation;
    private bool _isUncertain;

    /// <summary>Counts a failure: whether the webhook has to be made inactive; null when it may.</summary>
    /// <param name="now">When it failed.</param>
    /// <param name="lag">How far the clock is behind what it once showed.</param>
    /// <param name="isGone">Whether the receiver answered 410.</param>
    /// <param name="options">The limits.</param>
    public bool? Fail(DateTimeOffset now, TimeSpan lag, bool isGone, DeliveryOptions options)
    {
        _failures = [.. StillCounted(now, options), (now, lag, false)];
        var certain = _failures.Count(failure => !failure.IsDoubtful && now - failure.At <= options.DisableWindow);
        return isGone || _isOnProbation || now - _disabledAt <= options.DisableWindow
            || certain >= options.DisableAfterFailures ? true
            : _failures.Count >= options.DisableAfterFailures || _isUncertain ? null
            : false;
    }

    /// <summary>It may have been disabled, which cannot be seen because it is inactive already.</summary>
    public void Doubt() => _isUncertain = true;

    /// <summary>The webhook is being made inactive.</summary>
    public void Disable(DateTimeOffset now)
    {
        _isUncertain = false;
        _failures = [];
        _isOnProbation = false;
        _disabledAt = now;
    }

    /// <summary>Counts a success: failures before it are forgiven, unless the options say that only time does that.</summary>
    public void Succeed(DateTimeOffset now, DeliveryOptions options)
    {
        // If it was disabled without being seen, its failures are gone; else they still count.
        _failures = options.ForgiveAfterSuccess ? []
            : [.. StillCounted(now, options).Select(failure => failure with { IsDoubtful = failure.IsDoubtful || _isUncertain })];
        _isUncertain = false;
        _isOnProbation = false;
        _disabledAt = null;
    }

    /// <summary>The webhook is active again.</summary>
    public void Reactivate(DateTimeOffset now, DeliveryOptions options)
    {
        _failures = [];
        _isOnProbation = now - _disabledAt <= options.DisableWindow;
        _disabledAt = _isOnProbation ? _disabledAt : null;
    }

    /// <summary>The state of this moment; a list of failures is never changed in place.</summary>
    public HealthModel Copy() => (HealthModel)MemberwiseClone();

    private IEnumerable<(DateTimeOffset At, TimeSpan Lag, bool IsDoubtful)> StillCounted(
        DateTimeOffset now, DeliveryOptions options) => _failures
            .Where(failure => now - failure.At <= options.DisableWindow + failure.Lag)
            .Select(failure => failure with { IsDoubtful = failure.IsDoubtful || failure.At > now });
}
