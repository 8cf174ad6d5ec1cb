namespace Ringback.Client;

/// <summary>
/// A typed client for Ringback, and for the webhooks of Webex itself: webhooks, events, access tokens, and who the
/// token speaks for. Thread-safe; make one for each server and token and keep it.
/// </summary>
public sealed class RingbackClient : IDisposable
{
    private readonly RingbackConnection _connection;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="baseAddress">
    /// What comes before <c>/webhooks</c>: <c>http://127.0.0.1:5080/v1</c>, or <c>https://webexapis.com/v1</c>.
    /// </param>
    /// <param name="token">The access token, without <c>Bearer</c>.</param>
    /// <param name="http">
    /// Sends the requests, with its own time limit, proxy and handlers; its owner disposes it. Null for one of the
    /// client's own.
    /// </param>
    /// <exception cref="ArgumentException">The address is not an absolute http or https URL.</exception>
    public RingbackClient(Uri baseAddress, string token, HttpClient? http = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The base address must be an absolute http or https URL.", nameof(baseAddress));
        }

        _connection = new RingbackConnection(baseAddress, token, http);
        Webhooks = new WebhooksClient(_connection);
        Events = new EventsClient(_connection);
        Tokens = new TokensClient(_connection);
        People = new PeopleClient(_connection);
    }

    /// <summary>Webhooks: create, get, change, delete, list.</summary>
    public WebhooksClient Webhooks { get; }

    /// <summary>Events: publish. Not in Webex.</summary>
    public EventsClient Events { get; }

    /// <summary>Access tokens, for an administrator: create, list, revoke. Not in Webex.</summary>
    public TokensClient Tokens { get; }

    /// <summary>People: who the token speaks for.</summary>
    public PeopleClient People { get; }

    /// <summary>Closes the connections of a client that was not given an <see cref="HttpClient"/>.</summary>
    public void Dispose() => _connection.Dispose();
}
