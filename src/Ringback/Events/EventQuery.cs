namespace Ringback.Events;

/// <summary>Which events of an org to list; a null does not restrict.</summary>
internal sealed record EventQuery
{
    /// <summary>The org whose events are listed.</summary>
    public required string OrgId { get; init; }

    /// <summary>Only events of this resource.</summary>
    public string? Resource { get; init; }

    /// <summary>Only events of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only events that this person caused.</summary>
    public string? ActorId { get; init; }

    /// <summary>Only events that were created then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only events that were created before that.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>Only events that were published before the one of this id: the last one of the page before.</summary>
    public Guid? Cursor { get; init; }

    /// <summary>How many at most.</summary>
    public required int Limit { get; init; }
}
