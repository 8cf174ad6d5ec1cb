namespace Ringback.Protocol.Records;

/// <summary>Several events that are published by one request.</summary>
/// <param name="Items">The events, in the order in which they are published.</param>
public sealed record EventBatch([property: ListLimit(FieldLimits.Events)] IReadOnlyList<EventPublication> Items);
