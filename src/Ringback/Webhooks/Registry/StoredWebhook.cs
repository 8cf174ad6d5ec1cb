namespace Ringback.Webhooks.Registry;

/// <summary>A webhook as a row: the filter as text, the secret encrypted.</summary>
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
    byte[]? Secret,
    WebhookStatus Status,
    WebhookOwner OwnedBy,
    DateTimeOffset Created,
    int? InFlightLimit);
