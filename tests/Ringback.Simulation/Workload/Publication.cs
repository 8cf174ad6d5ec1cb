using Ringback.Events;

namespace Ringback.Simulation.Workload;

/// <summary>Events that a publisher sends together, until it is told that they are committed.</summary>
internal sealed class Publication(IReadOnlyList<EventDraft> drafts)
{
    /// <summary>The events.</summary>
    public IReadOnlyList<EventDraft> Drafts { get; } = drafts;

    /// <summary>Whether the publisher waits for the answer.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether the publisher was told.</summary>
    public bool IsAcknowledged { get; set; }
}
