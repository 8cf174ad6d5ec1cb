namespace Ringback.Simulation.Checks;

/// <summary>Numbers what happens, in its order: several things happen at the same virtual time.</summary>
internal sealed class Moments
{
    private long _last;

    /// <summary>The number of what happens now; later ones are greater.</summary>
    public long Next() => ++_last;
}
