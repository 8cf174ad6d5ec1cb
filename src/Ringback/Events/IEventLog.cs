using Ringback.Installation;

namespace Ringback.Events;

/// <summary>Reads back published events.</summary>
internal interface IEventLog
{
    /// <summary>
    /// A page of an org's events, those published last first. It ends early when the data of its events is large.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<EventPage> ListEventsAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>The event of an org by its id on the wire; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<WebhookEvent?> FindEventAsync(string orgId, string publicId, CancellationToken cancellationToken);

    /// <summary>The event of an org by the id that its publisher chose, with who may see it; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<WebhookEvent?> FindChosenAsync(string orgId, string chosenId, CancellationToken cancellationToken);
}
