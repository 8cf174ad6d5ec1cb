namespace Ringback.Protocol.Records;

/// <summary>A page of webhooks.</summary>
/// <param name="Items">The webhooks, newest first.</param>
public sealed record WebhookList(IReadOnlyList<Webhook> Items);
