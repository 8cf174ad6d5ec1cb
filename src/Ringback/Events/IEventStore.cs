using Ringback.Installation;

namespace Ringback.Events;

/// <summary>Where events are kept.</summary>
internal interface IEventStore
{
    /// <summary>
    /// Commits events and their deliveries in one transaction, all or none; duplicates are marked and skipped. The
    /// task ends after the commit is durable and the events were handed over.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was committed.</exception>
    Task CommitEventsAsync(IReadOnlyList<EventCommit> commits, EventHandOver handOver, CancellationToken cancellationToken);
}
