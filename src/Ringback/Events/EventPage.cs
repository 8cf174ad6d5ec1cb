namespace Ringback.Events;

/// <summary>A page of the event feed, newest first.</summary>
/// <param name="Items">The events of this page.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
internal sealed record EventPage(IReadOnlyList<WebhookEvent> Items, Guid? Next);
