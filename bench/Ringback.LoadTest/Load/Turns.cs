namespace Ringback.LoadTest.Load;

/// <summary>How servers that are compared are published to.</summary>
/// <param name="Rate">Events a second.</param>
/// <param name="WarmUpSeconds">Before anything is measured, for each of them.</param>
/// <param name="Seconds">Of one turn.</param>
/// <param name="Rounds">Turns that each of them has.</param>
internal sealed record Turns(int Rate, int WarmUpSeconds, int Seconds, int Rounds)
{
    /// <summary>Events of the warm-up.</summary>
    public int WarmUp => Rate * WarmUpSeconds;

    /// <summary>Events of one turn.</summary>
    public int EventsOfTurn => Rate * Seconds;

    /// <summary>Events that are measured.</summary>
    public int Events => EventsOfTurn * Rounds;
}
