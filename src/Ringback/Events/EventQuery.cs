namespace Ringback.Events;

/// <summary>Which events of an org to list; what is null does not restrict.</summary>
internal sealed record EventQuery
{
    /// <summary>The org, always.</summary>
    public required string OrgId { get; init; }

    /// <summary>The resource.</summary>
    public string? Resource { get; init; }

    /// <summary>What happened to it.</summary>
    public string? Type { get; init; }

    /// <summary>Who caused it.</summary>
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
