namespace Ringback.Events;

/// <summary>
/// Takes committed events to whoever delivers them. Called in the order of commits, before the publisher is answered;
/// it must not block and must not throw.
/// </summary>
internal delegate void EventHandOver(IReadOnlyList<EventCommit> commits);
