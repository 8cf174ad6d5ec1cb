namespace Ringback.Simulation.Checks;

/// <summary>How far the engine has come with making a webhook inactive by itself.</summary>
internal enum Disabling
{
    /// <summary>It has no reason to.</summary>
    No,

    /// <summary>The rule says so.</summary>
    Decided,

    /// <summary>It asked the store for it.</summary>
    Asked,

    /// <summary>The store could not: it may stand still until the next sweep, and its next failure disables it.</summary>
    Refused,
}
