namespace Ringback.Protocol.Records;

/// <summary>
/// What creates a webhook. What must be there is checked by the server, which names the field that is not.
/// </summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Its name; must be there.</summary>
    public string? Name { get; init; }

    /// <summary>Where callbacks go: an absolute http or https URL; must be there.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>A resource of the catalogue, or <c>all</c>; must be there.</summary>
    public string? Resource { get; init; }

    /// <summary>An event of that resource, or <c>all</c>; must be there.</summary>
    public string? Event { get; init; }

    /// <summary>Which of these events are wanted, as <c>name=value&amp;name=value</c>; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The key of the signatures; null for callbacks that are not signed.</summary>
    public string? Secret { get; init; }

    /// <summary><c>creator</c> (also when null) or <c>org</c>.</summary>
    public string? OwnedBy { get; init; }

    /// <summary><c>active</c> (also when null) or <c>inactive</c>.</summary>
    public string? Status { get; init; }
}
