using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Records;

/// <summary>A webhook as the API shows it.</summary>
public sealed record Webhook
{
    /// <summary>The id that the server gave it.</summary>
    public required string Id { get; init; }

    /// <summary>The name that its owner gave it.</summary>
    public required string Name { get; init; }

    /// <summary>The URL that callbacks are sent to.</summary>
    [Url]
    public required string TargetUrl { get; init; }

    /// <summary>The resource that it watches, or <c>all</c>.</summary>
    [CatalogueWord(CatalogueWordKind.Resource)]
    public required string Resource { get; init; }

    /// <summary>The event that it watches, or <c>all</c>.</summary>
    [CatalogueWord(CatalogueWordKind.Event)]
    public required string Event { get; init; }

    /// <summary>Which of these events it wants; absent when it wants all.</summary>
    public string? Filter { get; init; }

    /// <summary>The key of the signatures; absent when callbacks are not signed.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// The org of its creator. Always sent by Ringback; absent from servers that follow Webex's own description only.
    /// </summary>
    public string? OrgId { get; init; }

    /// <summary>The person who created it; absent from the same servers.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The app whose token created it; absent from the same servers.</summary>
    public string? AppId { get; init; }

    /// <summary><c>creator</c> or <c>org</c>.</summary>
    [AllowedValues("creator", "org")]
    public required string OwnedBy { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    [AllowedValues("active", "inactive")]
    public required string Status { get; init; }

    /// <summary>When it was created.</summary>
    [JsonConverter(typeof(WebexTimestampConverter))]
    public required DateTimeOffset Created { get; init; }
}
