using System.ComponentModel.DataAnnotations;

namespace Ringback.Protocol.Records;

/// <summary>The fields of a webhook that change; those left out stay as they are.</summary>
public sealed record UpdateWebhookRequest
{
    /// <summary>The name that the webhook has from now on.</summary>
    [Required, StringLength(FieldLimits.WebhookName, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>Where callbacks go from now on.</summary>
    [Required, Url, StringLength(FieldLimits.TargetUrl, MinimumLength = 1)]
    public string? TargetUrl { get; init; }

    /// <summary>The new key of the signatures.</summary>
    [StringLength(FieldLimits.Secret)]
    public string? Secret { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    [AllowedValues("active", "inactive")]
    public string? Status { get; init; }

    /// <summary><c>creator</c> or <c>org</c>.</summary>
    [AllowedValues("creator", "org")]
    public string? OwnedBy { get; init; }
}
