namespace Ringback.Webhooks.Registry;

/// <summary>A webhook as a row: the filter as text, the secrets encrypted, the settings as JSON, null when there are none.</summary>
internal readonly record struct StoredWebhook(
    Guid Id,
    string OrgId,
    string CreatedBy,
    string AppId,
    bool CreatorIsBot,
    string Name,
    string TargetUrl,
    string Resource,
    string Event,
    string? Filter,
    byte[]? Secrets,
    WebhookStatus Status,
    WebhookOwner OwnedBy,
    DateTimeOffset Created,
    string? Settings,
    long Version,
    byte[]? Subject);
