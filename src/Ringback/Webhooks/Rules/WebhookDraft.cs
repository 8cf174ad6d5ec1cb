using Ringback.Installation;
using Ringback.Protocol.Records;

namespace Ringback.Webhooks.Rules;

/// <summary>What a caller asks a webhook to be; null where the caller said nothing.</summary>
internal sealed record WebhookDraft
{
    /// <summary>See <see cref="RegisteredWebhook.Name"/>; 1 to <see cref="FieldLimits.WebhookName"/> characters.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="RegisteredWebhook.TargetUrl"/>; at most <see cref="FieldLimits.TargetUrl"/> characters.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>A resource of the catalogue; only looked at when a webhook is made.</summary>
    public string? Resource { get; init; }

    /// <summary>An event of the resource; only looked at when a webhook is made.</summary>
    public string? Event { get; init; }

    /// <summary>A filter; only looked at when a webhook is made; empty for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The signing secret, at most <see cref="FieldLimits.Secret"/> characters; empty removes it.</summary>
    public string? Secret { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>creator</c> or <c>org</c>.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>What is wrong with the draft already, as it was read: fields of a wrong type.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
