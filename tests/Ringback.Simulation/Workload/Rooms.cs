namespace Ringback.Simulation.Workload;

/// <summary>The rooms that events happen in and that filters name.</summary>
internal static class Rooms
{
    /// <summary>All of them.</summary>
    public static readonly string[] All = ["attic", "cellar", "hall"];
}
