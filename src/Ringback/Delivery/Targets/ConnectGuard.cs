using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Sending;

namespace Ringback.Delivery.Targets;

/// <summary>
/// Keeps callbacks away from addresses that are none of their business. Addresses are judged after DNS, at the moment of
/// connecting, and the judged address is the one that is dialled, so a name cannot change its mind in between. When any
/// address of a name is refused, the name is.
/// </summary>
internal sealed partial class ConnectGuard(
    IOptions<ConnectGuardOptions> options, HostLookup? lookup = null, OwnEndpoints? own = null,
    ILogger<ConnectGuard>? logger = null)
{
    private const int MostRemembered = 10_000;

    // An address that swallows packets must not keep the next one from its turn.
    private static readonly TimeSpan TimeForOneOfSeveral = TimeSpan.FromSeconds(3);

    private readonly HostLookup _lookup = lookup ?? SystemHostLookup.FindAsync;
    private readonly ILogger _logger = logger ?? NullLogger<ConnectGuard>.Instance;
    private readonly ConcurrentDictionary<(string Host, int Port), string> _lastAddresses = new();
    private readonly Lazy<TargetAllowances> _allowed = new(() => new TargetAllowances(options.Value));

    /// <inheritdoc cref="ConnectGuardOptions.AllowInvalidCertificates"/>
    public bool AllowsInvalidCertificates => options.Value.AllowInvalidCertificates;

    /// <summary>Why a URL could never be called, as far as that shows without a lookup; null when it may.</summary>
    public string? Refuses(Uri url)
    {
        if (url.Port == 0)
        {
            return "there is no port 0";
        }

        var host = TargetHost.Normalize(url.IdnHost);
        return TargetHost.Literal(host) is { } address && Judge(host, address, url.Port) is { } rule
            ? $"{host} is {rule}, which is not allowed"
            : null;
    }

    /// <summary>The address that was last dialled for a URL; null when none was.</summary>
    public string? LastAddressOf(Uri url) => _lastAddresses.GetValueOrDefault((url.IdnHost, url.Port));

    /// <summary>Resolves, judges and dials: the connect step of the HTTP handler.</summary>
    /// <exception cref="AddressBlockedException">An address of the host may not be called.</exception>
    /// <exception cref="SocketException">No address could be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (context.InitialRequestMessage.Content is CallbackContent callback)
        {
            callback.HasOpenedConnection = true;
        }

        var target = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        _lastAddresses.TryRemove(target, out _);
        var host = TargetHost.Normalize(target.Host);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _lookup(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (Judge(host, address, target.Port) is { } rule)
            {
                Log.Refused(_logger, host, target.Port, address, rule);
                throw new AddressBlockedException(address, rule);
            }
        }

        return new NetworkStream(await DialAsync(addresses, target, cancellationToken), ownsSocket: true);
    }

    private async Task<Socket> DialAsync(
        IPAddress[] addresses, (string Host, int Port) target, CancellationToken cancellationToken)
    {
        SocketException? lastError = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            Remember(target, addresses[i]);
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (i < addresses.Length - 1)
            {
                turn.CancelAfter(TimeForOneOfSeveral);
            }

            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], target.Port), turn.Token);
                return socket;
            }
            catch (SocketException error)
            {
                socket.Dispose();
                lastError = error;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                lastError = new SocketException((int)SocketError.TimedOut);
            }
            catch (OperationCanceledException canceled)
            {
                // With the token that came: of another one the HTTP client would not know that its own time is over.
                socket.Dispose();
                throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw lastError ?? new SocketException((int)SocketError.HostNotFound);
    }

    private void Remember((string Host, int Port) target, IPAddress address)
    {
        if (_lastAddresses.Count >= MostRemembered)
        {
            _lastAddresses.Clear();
        }

        _lastAddresses[target] = address.ToString();
    }

    /// <summary>The rule that forbids an address; null when it may be called.</summary>
    private string? Judge(string host, IPAddress address, int port)
    {
        var (inside, _) = AddressRules.Unwrap(address);
        if (own is not null && own.Contains(inside, port))
        {
            return "this server's own";
        }

        return AddressRules.Judge(address) is var (tier, rule) && !_allowed.Value.Allow(host, inside, tier) ? rule : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 50, Level = LogLevel.Warning, EventName = "target.refused",
            Message = "{Host}:{Port} may not be called: {Address} is {Rule}")]
        public static partial void Refused(ILogger logger, string host, int port, IPAddress address, string rule);
    }
}
