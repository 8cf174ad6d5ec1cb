namespace Ringback.Simulation.Checks;

/// <summary>What became of a delivery, durably.</summary>
internal enum DeliveryState
{
    /// <summary>It has a row: it waits, or is held.</summary>
    Pending,

    /// <summary>It was received.</summary>
    Delivered,

    /// <summary>It was given up after the whole ladder.</summary>
    Failed,

    /// <summary>Its webhook was deleted.</summary>
    Dropped,
}
