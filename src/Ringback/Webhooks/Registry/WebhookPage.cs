namespace Ringback.Webhooks.Registry;

/// <summary>A page of webhooks, newest first.</summary>
/// <param name="Items">The webhooks of this page.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
internal sealed record WebhookPage(IReadOnlyList<RegisteredWebhook> Items, Guid? Next);
