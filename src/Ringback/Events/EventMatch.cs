namespace Ringback.Events;

/// <summary>A webhook that an event matched, and the id of the delivery that this makes.</summary>
internal readonly record struct EventMatch(Guid WebhookId, Guid DeliveryId);
