namespace Ringback.Webhooks.Registry;

/// <summary>A webhook was changed or deleted.</summary>
/// <param name="Before">The webhook as it was before.</param>
/// <param name="After">What it is; null when it is deleted.</param>
internal sealed record WebhookChange(RegisteredWebhook Before, RegisteredWebhook? After);
