namespace Ringback.Installation;

/// <summary>The store cannot take or give anything at the moment: its disk is full, or its database is away.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// Whether it may have done all the same what it was asked to: its database went away while it was committing, and has not
    /// said since what became of that.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>Whether it refuses what it was to write, and will again: a defect, not a state that passes.</summary>
    public bool IsRefused { get; init; }
}
