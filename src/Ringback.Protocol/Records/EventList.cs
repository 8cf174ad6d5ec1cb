namespace Ringback.Protocol.Records;

/// <summary>A page of stored events.</summary>
/// <param name="Items">The events, newest first.</param>
public sealed record EventList(IReadOnlyList<EventRecord> Items);
