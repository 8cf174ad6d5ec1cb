using Ringback.Installation;

namespace Ringback.Events;

/// <summary>An event as a publisher sent it, its fields already of the right JSON types.</summary>
internal sealed record EventDraft
{
    /// <summary>The publisher's own id for it, 1 to 200 visible ASCII characters; null to get one.</summary>
    public string? Id { get; init; }

    /// <summary>A concrete resource of the catalogue.</summary>
    public string? Resource { get; init; }

    /// <summary>A concrete event of that resource.</summary>
    public string? Type { get; init; }

    /// <summary>The org; null for the publisher's own.</summary>
    public string? OrgId { get; init; }

    /// <summary>The person who caused it; null when nobody did, or nobody knows.</summary>
    public string? ActorId { get; init; }

    /// <summary>When it happened; null for now.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The full resource: the text of a JSON object; empty when none came. Whoever makes the draft has found it valid.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Persons who may see it; null for everyone of the org.</summary>
    public IReadOnlyList<string>? VisibleTo { get; init; }

    /// <summary>What is wrong with the draft already, as it was read: fields of a wrong type.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
