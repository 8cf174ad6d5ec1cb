namespace Ringback.Events;

/// <summary>An event with the deliveries that it makes, to be committed together; the store fills in the rest.</summary>
internal sealed class EventCommit(WebhookEvent webhookEvent, EventMatch[] matches, DateTimeOffset publishedAt)
{
    /// <summary>The event that is to be stored.</summary>
    public WebhookEvent Event { get; } = webhookEvent;

    /// <summary>Its deliveries; all are due at the time of publishing.</summary>
    public EventMatch[] Matches { get; } = matches;

    /// <summary>When it was published, to the millisecond: its deliveries are due then.</summary>
    public DateTimeOffset PublishedAt { get; } = publishedAt;

    /// <summary>Set by the store: the event's place in the order of publishing, which is that of the commits.</summary>
    public long Position { get; set; }

    /// <summary>Set by the store when an event of this id was there already: then nothing was written.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>Set by the store: how many webhooks matched when the event was first committed.</summary>
    public int Matched { get; set; } = matches.Length;
}
