using Ringback.Protocol.Records;

namespace Ringback.Client;

/// <summary>
/// Publishes events; the token needs the scope <c>ringback:publish</c>. Every method throws <see
/// cref="RingbackException"/>, after which an event that has an id of its own may safely be published again.
/// </summary>
public sealed class EventsClient
{
    private const string Path = "events";

    private readonly RingbackConnection _connection;

    internal EventsClient(RingbackConnection connection) => _connection = connection;

    /// <summary>Publishes one event; once this returns it is stored and its callbacks will be sent.</summary>
    public async Task<PublishedEvent> PublishAsync(
        EventPublication publication, CancellationToken cancellationToken = default)
    {
        var answer = await _connection.SendAsync<PublishedEventList>(
            HttpMethod.Post, Path, RingbackConnection.Content(publication), cancellationToken);
        return answer.Items is [var published]
            ? published
            : throw new RingbackException($"One event was published and {answer.Items.Count} were answered.");
    }

    /// <summary>Publishes 1 to 1,000 events in one request: all of them or none.</summary>
    /// <returns>What became of each, in the same order.</returns>
    public async Task<IReadOnlyList<PublishedEvent>> PublishAsync(
        IReadOnlyList<EventPublication> publications, CancellationToken cancellationToken = default)
    {
        var answer = await _connection.SendAsync<PublishedEventList>(
            HttpMethod.Post, Path, RingbackConnection.Content(new EventBatch(publications)), cancellationToken);
        return answer.Items ?? [];
    }
}
