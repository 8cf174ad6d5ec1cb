namespace Ringback.Events;

/// <summary>What became of a publish.</summary>
internal abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>It is committed, in the order in which the events came.</summary>
    public sealed record Published(IReadOnlyList<EventCommit> Commits) : PublishResult;

    /// <summary>Nothing was committed; one sentence for each field that is wrong.</summary>
    public sealed record Invalid(IReadOnlyList<string> Problems) : PublishResult;
}
