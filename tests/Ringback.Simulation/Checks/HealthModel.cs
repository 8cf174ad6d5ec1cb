using Ringback.Delivery;

namespace Ringback.Simulation.Checks;

/// <summary>
/// The rule of auto-disable, written down once more: so many failures within the window with no success among them; and,
/// within the window after that or when it was reactivated in it, the next failure.
/// </summary>
internal sealed class HealthModel
{
    private List<DateTimeOffset> _failures = [];
    private DateTimeOffset? _disabledAt;
    private bool _isOnProbation;

    /// <summary>Counts a failure; true when the webhook has to be made inactive.</summary>
    public bool Fail(DateTimeOffset now, bool isGone, DeliveryOptions options)
    {
        _failures = [.. _failures.Where(failure => failure <= now && now - failure <= options.DisableWindow), now];
        var disables = isGone || _isOnProbation || _failures.Count >= options.DisableAfterFailures
            || now - _disabledAt <= options.DisableWindow;
        if (disables)
        {
            _failures = [];
            _isOnProbation = false;
            _disabledAt = now;
        }

        return disables;
    }

    /// <summary>Counts a success.</summary>
    public void Succeed()
    {
        _failures = [];
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
}
