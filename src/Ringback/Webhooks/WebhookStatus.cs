namespace Ringback.Webhooks;

/// <summary>Whether a webhook receives callbacks. While it is inactive its deliveries are held.</summary>
internal enum WebhookStatus
{
    Active = 0,
    Inactive = 1,
}
