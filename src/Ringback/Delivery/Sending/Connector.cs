using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Ringback.Delivery.Targets;

namespace Ringback.Delivery.Sending;

/// <summary>
/// Opens connections to receivers: looks the host up, has the <see cref="ConnectGuard"/> judge every address, dials, and
/// does the TLS handshake, so that it is known what of that took how long.
/// </summary>
internal sealed class Connector(
    ConnectGuard guard, HostLookups lookups, CertificateCheck certificates, ReceiverConnections connections, TimeProvider time)
{
    private readonly Dialer _dialer = new(connections, time);
    private readonly ConcurrentDictionary<(string Host, int Port), ConnectProgress> _opening = new();

    /// <summary>All connections to receivers.</summary>
    public ReceiverConnections Connections => connections;

    /// <summary>The connect step of the HTTP handler.</summary>
    /// <exception cref="AddressBlockedException">An address of the host may not be called.</exception>
    /// <exception cref="SocketException">The host was not found, or no address could be reached.</exception>
    /// <exception cref="HandshakeBrokenException">The connection ended in the TLS handshake.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var progress = new ConnectProgress(time);
        if (request.Content is CallbackContent callback)
        {
            callback.Opening = progress;
        }

        var receiver = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        _opening[receiver] = progress;
        try
        {
            return await OpenAsync(receiver, request, progress, cancellationToken);
        }
        finally
        {
            _opening.TryRemove(new(receiver, progress));
        }
    }

    /// <summary>The connection to a URL's host that is being opened, the last of several; null when none is.</summary>
    public ConnectProgress? OpeningOf(Uri url) => _opening.GetValueOrDefault((url.IdnHost, url.Port));

    private async Task<Stream> OpenAsync(
        (string Host, int Port) receiver, HttpRequestMessage request, ConnectProgress progress,
        CancellationToken cancellationToken)
    {
        var host = TargetHost.Normalize(receiver.Host);
        await guard.Ready.WaitAsync(cancellationToken);
        var addresses = await FindAsync(host, (request.Content as CallbackContent)?.Owner ?? default, cancellationToken);
        guard.Check(host, addresses, receiver.Port);
        progress.Enter(ConnectStage.Leave);
        await connections.WaitForLeaveAsync(cancellationToken);
        var connection = await DialAsync(addresses, receiver, progress, cancellationToken);
        if (request.RequestUri?.Scheme != Uri.UriSchemeHttps)
        {
            progress.Enter(ConnectStage.Open);
            return connection;
        }

        progress.Enter(ConnectStage.Handshake);
        var tls = await ShakeHandsAsync(connection, host, request.Version, cancellationToken);
        progress.Enter(ConnectStage.Open);
        return tls;
    }

    private async Task<IPAddress[]> FindAsync(string host, WebhookParty owner, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await lookups.FindAsync(host, owner, cancellationToken);
        }
        catch (SocketException error) when (error.SocketErrorCode is not (SocketError.HostNotFound or SocketError.NoData)
            && FailureWords.OwnFaultOf(error.SocketErrorCode) is null)
        {
            // The resolver could not do its work: all that is said of the host itself is that it has no address.
            throw new SocketException((int)SocketError.TryAgain, error.Message);
        }
    }

    private async Task<ReceiverConnection> DialAsync(
        IPAddress[] addresses, (string Host, int Port) receiver, ConnectProgress progress, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            progress.Enter(ConnectStage.Dial);
            socket = await _dialer.DialAsync(addresses, receiver.Port, progress, cancellationToken);
            return new ReceiverConnection(socket, connections, progress, receiver);
        }
        catch
        {
            socket?.Dispose();
            connections.GiveBack();
            throw;
        }
    }

    private async Task<SslStream> ShakeHandsAsync(
        ReceiverConnection connection, string host, Version wanted, CancellationToken cancellationToken)
    {
        var tls = new SslStream(connection);
        try
        {
            var options = certificates.Options(guard.AllowsInvalidCertificates);
            options.TargetHost = host;
            options.ApplicationProtocols = wanted.Major >= 2
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http11];
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            if (tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
            {
                connections.Share(connection);
            }

            return tls;
        }
        catch (IOException error)
        {
            await tls.DisposeAsync();
            throw new HandshakeBrokenException(error);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
