namespace Ringback.Protocol.Records;

/// <summary>What changes a webhook; a null leaves its field as it is.</summary>
public sealed record UpdateWebhookRequest
{
    /// <summary>The name that the webhook has from now on.</summary>
    public string? Name { get; init; }

    /// <summary>Where callbacks go from now on.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>The new key of the signatures.</summary>
    public string? Secret { get; init; }

    /// <summary><c>active</c> or <c>inactive</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>creator</c> or <c>org</c>.</summary>
    public string? OwnedBy { get; init; }
}
