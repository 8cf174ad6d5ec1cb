using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery;

/// <summary>
/// Keeps callbacks away from addresses that are none of their business. Addresses are judged after DNS, at the moment of
/// connecting, and the judged address is the one that is dialled, so a name cannot change its mind in between. When any
/// address of a name is refused, the name is.
/// </summary>
internal sealed class ConnectGuard(IOptions<ConnectGuardOptions> options)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Host, int Port), IPAddress> _lastAddresses = new();
    private readonly Lazy<IPNetwork[]> _allowedNetworks =
        new(() => [.. options.Value.AllowNetworks.Select(block => IPNetwork.Parse(block))]);

    /// <summary>Why a URL could never be called, judging its host only if that is an address; null when it may.</summary>
    public string? Refuses(Uri url) =>
        IPAddress.TryParse(url.DnsSafeHost, out var address) && Judge(url.DnsSafeHost, address) is { } rule
            ? $"{address} is {rule}, which is not allowed"
            : null;

    /// <summary>The address that was last dialled for a URL; null when none was.</summary>
    public IPAddress? LastAddressOf(Uri url) => _lastAddresses.GetValueOrDefault((url.IdnHost, url.Port));

    /// <summary>Resolves, judges and dials: the connect step of the HTTP handler.</summary>
    /// <exception cref="AddressBlockedException">An address of the host may not be called.</exception>
    /// <exception cref="SocketException">No address could be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (Judge(host, address) is { } rule)
            {
                throw new AddressBlockedException(address, rule);
            }
        }

        var socket = await DialAsync(addresses, port, cancellationToken);
        if (_lastAddresses.Count >= MostRemembered)
        {
            _lastAddresses.Clear();
        }

        _lastAddresses[(host, port)] = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<Socket> DialAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        SocketException? lastError = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return socket;
            }
            catch (SocketException error)
            {
                socket.Dispose();
                lastError = error;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw lastError ?? new SocketException((int)SocketError.HostNotFound);
    }

    private string? Judge(string host, IPAddress address)
    {
        if (AddressRules.Judge(address) is not var (tier, name))
        {
            return null;
        }

        var inside = AddressRules.Unwrap(address);
        var allowed = (tier == AddressTier.Private && (options.Value.AllowPrivate || IsAllowedHost(host)))
            || Array.Exists(_allowedNetworks.Value,
                block => block.BaseAddress.AddressFamily == inside.AddressFamily && block.Contains(inside));
        return allowed ? null : name;
    }

    private bool IsAllowedHost(string host) => options.Value.AllowHosts.Any(allowed =>
        allowed.StartsWith('.')
            ? host.EndsWith(allowed, StringComparison.OrdinalIgnoreCase)
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));
}
