using Ringback.Installation;

namespace Ringback.Events;

/// <summary>What became of a publish.</summary>
internal abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>It is committed, in the order in which the events came.</summary>
    public sealed record Published(IReadOnlyList<EventCommit> Commits) : PublishResult;

    /// <summary>Nothing was committed; these fields are wrong.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : PublishResult;
}
