using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>Something that happened, as a publisher tells it.</summary>
public sealed record EventPublication
{
    /// <summary>
    /// An id of the publisher's choice: the same event published twice counts once, and another event under an id that was
    /// used is refused. Left out for one that the server makes.
    /// </summary>
    [StringLength(FieldLimits.EventId, MinimumLength = 1), RegularExpression("^[!-~]*$")]
    public string? Id { get; init; }

    /// <summary>The resource that it happened to; must be there.</summary>
    [Required]
    public string? Resource { get; init; }

    /// <summary>What happened; a webhook calls it <c>event</c>. Must be there.</summary>
    [Required]
    public string? Type { get; init; }

    /// <summary>The org that it happened in; left out for the publisher's own.</summary>
    [StringLength(FieldLimits.Reference, MinimumLength = 1)]
    public string? OrgId { get; init; }

    /// <summary>The person who caused it.</summary>
    [StringLength(FieldLimits.Reference, MinimumLength = 1)]
    public string? ActorId { get; init; }

    /// <summary>When it happened; left out for now.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public DateTimeOffset? Created { get; init; }

    /// <summary>
    /// The whole resource, nested at most 64 levels deep together with the event; must be there. A number that a double cannot
    /// keep, such as an integer of twenty digits, is refused: send it as a string.
    /// </summary>
    [Required, JsonConverter(typeof(CanonicalElementConverter))]
    public JsonElement Data { get; init; }

    /// <summary>The persons whose webhooks may see it; left out for everyone in the org.</summary>
    [ListLimit(FieldLimits.VisibleTo, MaxLength = FieldLimits.Reference)]
    public IReadOnlyList<string>? VisibleTo { get; init; }
}
