namespace Ringback.Protocol.Records;

/// <summary>What became of a batch of events.</summary>
/// <param name="Items">One for each event, in the order of the batch.</param>
public sealed record PublishedEventList(IReadOnlyList<PublishedEvent> Items);
