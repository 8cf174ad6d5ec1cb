namespace Ringback.Simulation.Checks;

/// <summary>Whether a webhook has only one slot because its last attempts timed out.</summary>
internal enum Probing
{
    /// <summary>It has all that its limit allows.</summary>
    No,

    /// <summary>It may have all or one: it was inactive since the time-out.</summary>
    Perhaps,

    /// <summary>It has one.</summary>
    Yes,
}
