namespace Ringback.Webhooks.Registry;

/// <summary>What a webhook was, from when, and by whom or what. What never changes is the webhook's, and not repeated.</summary>
internal sealed record WebhookVersion
{
    /// <summary>Counts the changes of the webhook: 1 as it was made.</summary>
    public required long Version { get; init; }

    /// <summary>By whom or what, and from when.</summary>
    public required ChangedBy By { get; init; }

    /// <summary>Until when it was so; null for what it is.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The name; null for the version by which it was deleted, of which nothing but who and when is known.</summary>
    public string? Name { get; init; }

    /// <summary>The URL that callbacks were sent to.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>Whether they were sent.</summary>
    public WebhookStatus? Status { get; init; }

    /// <summary>Whose events it saw.</summary>
    public WebhookOwner? OwnedBy { get; init; }

    /// <summary>The settings as JSON; null when there were none.</summary>
    public string? Settings { get; init; }

    /// <summary>What callbacks were signed with, encrypted; null when they were not.</summary>
    public byte[]? Secrets { get; init; }
}
