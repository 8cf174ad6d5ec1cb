using System.ComponentModel.DataAnnotations;

namespace Ringback.Protocol.Records;

/// <summary>
/// What creates a webhook. What must be there is checked by the server, which names the field that is not.
/// </summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Its name; must be there.</summary>
    [Required, StringLength(FieldLimits.WebhookName, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Where callbacks go: an absolute http or https URL; must be there.</summary>
    [Required, Url, StringLength(FieldLimits.TargetUrl, MinimumLength = 1)]
    public string? TargetUrl { get; init; }

    /// <summary>A resource of the catalogue, or <c>all</c>; must be there.</summary>
    [Required, CatalogueWord(CatalogueWordKind.Resource)]
    public string? Resource { get; init; }

    /// <summary>An event of that resource, or <c>all</c>; must be there.</summary>
    [Required, CatalogueWord(CatalogueWordKind.Event)]
    public string? Event { get; init; }

    /// <summary>Which of these events are wanted, as <c>name=value&amp;name=value</c>; left out for all.</summary>
    [StringLength(FieldLimits.Filter)]
    public string? Filter { get; init; }

    /// <summary>The key of the signatures; left out for callbacks that are not signed.</summary>
    [StringLength(FieldLimits.Secret)]
    public string? Secret { get; init; }

    /// <summary><c>creator</c> (also when left out) or <c>org</c>.</summary>
    [AllowedValues("creator", "org")]
    public string? OwnedBy { get; init; }

    /// <summary><c>active</c> (also when left out) or <c>inactive</c>.</summary>
    [AllowedValues("active", "inactive")]
    public string? Status { get; init; }
}
