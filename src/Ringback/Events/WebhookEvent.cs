namespace Ringback.Events;

/// <summary>
/// Something that happened, as it was published: the same object serves all its deliveries, so that its data is
/// written out once.
/// </summary>
internal sealed class WebhookEvent
{
    /// <summary>The internal id, a UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The id on the wire: chosen by the publisher, or a Webex id made of <see cref="Id"/>.</summary>
    public required string PublicId { get; init; }

    /// <summary>Whether the publisher chose <see cref="PublicId"/>.</summary>
    public bool HasChosenId { get; init; }

    /// <summary>The org in which it happened.</summary>
    public required string OrgId { get; init; }

    /// <summary>The resource that it happened to; never <c>all</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>What happened to it: what a webhook calls <c>event</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Who caused it; null when unknown.</summary>
    public string? ActorId { get; init; }

    /// <summary>When it happened: as the publisher says, or when it was published.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether the publisher said when; only known of an event that is being published.</summary>
    public bool HasChosenTime { get; init; }

    /// <summary>The whole resource as canonical JSON: what the event feed shows.</summary>
    public required byte[] Data { get; init; }

    /// <summary>
    /// The resource without what callbacks withhold, as canonical JSON; null until somebody needs it, when the event was
    /// read back from the store.
    /// </summary>
    public byte[]? CallbackData { get; set; }

    /// <summary>The trace in which it was published, as a W3C <c>traceparent</c>; null when there was none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// Persons who may see the event; null for everyone of the org, and when the event was read back for another purpose than
    /// <see cref="IEventLog.FindChosenAsync"/>.
    /// </summary>
    public IReadOnlyList<string>? VisibleTo { get; init; }
}
