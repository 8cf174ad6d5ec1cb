using System.Text.Json;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>Something that happened, as a publisher tells it.</summary>
public sealed record EventPublication
{
    /// <summary>
    /// An id of the publisher's choice: the same event published twice counts once. Null for one that the server makes.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The resource that it happened to; must be there.</summary>
    public string? Resource { get; init; }

    /// <summary>What happened; a webhook calls it <c>event</c>. Must be there.</summary>
    public string? Type { get; init; }

    /// <summary>The org that it happened in; null for the publisher's own.</summary>
    public string? OrgId { get; init; }

    /// <summary>The person who caused it.</summary>
    public string? ActorId { get; init; }

    /// <summary>When it happened; null for now.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? Created { get; init; }

    /// <summary>The whole resource; must be there.</summary>
    [JsonConverter(typeof(CanonicalElementConverter))]
    public JsonElement Data { get; init; }

    /// <summary>The persons whose webhooks may see it; null for everyone in the org.</summary>
    public IReadOnlyList<string>? VisibleTo { get; init; }
}
