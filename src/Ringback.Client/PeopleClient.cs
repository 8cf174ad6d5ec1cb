using Ringback.Protocol.Records;

namespace Ringback.Client;

/// <summary>People, as far as webhooks need them. Every method throws <see cref="RingbackException"/>.</summary>
public sealed class PeopleClient
{
    private readonly RingbackConnection _connection;

    internal PeopleClient(RingbackConnection connection) => _connection = connection;

    /// <summary>Who the token speaks for.</summary>
    public Task<Person> MeAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Person>(HttpMethod.Get, "people/me", content: null, cancellationToken);
}
