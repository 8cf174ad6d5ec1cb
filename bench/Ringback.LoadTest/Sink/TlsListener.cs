using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Ringback.LoadTest.Sink;

/// <summary>Receives callbacks at all addresses of this machine, with the certificate of the one that was dialled.</summary>
internal sealed class TlsListener : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SinkServer _sink;
    private readonly HostCertificates _certificates;
    private long _handshakes;

    public TlsListener(SinkServer sink, HostCertificates certificates)
    {
        _sink = sink;
        _certificates = certificates;
        _listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        _listener.Listen(4096);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public long Handshakes => Interlocked.Read(ref _handshakes);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (SocketException)
        {
            // Disposed.
        }
        catch (ObjectDisposedException)
        {
            // Disposed before it waited.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var connectedAt = Stopwatch.GetTimestamp();
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            var host = HostAddress.HostOf(((IPEndPoint)socket.LocalEndPoint!).Address);
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateContext = _certificates[host] });
            Interlocked.Increment(ref _handshakes);
            await ReadAsync(stream, connectedAt);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Closed by the other side, which counts as lost if it was needed.
        }
    }

    private async Task ReadAsync(SslStream stream, long connectedAt)
    {
        var buffer = new byte[16 * 1024];
        var (length, read) = (0, 0);
        while (length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length))) > 0)
        {
            length += read;
            while (Take(buffer.AsSpan(0, length), out var request) is > 0 and var taken)
            {
                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
                _sink.Ledger.Record(request, connectedAt);
                await stream.WriteAsync(Answer);
            }
        }

        if (length > 0)
        {
            _sink.Ledger.CountMalformed();
        }
    }

    /// <summary>The length of the whole request at the front, 0 while it is incomplete.</summary>
    private int Take(ReadOnlySpan<byte> data, out RequestHead request)
    {
        var head = RequestHead.Read(data, _sink.Rules, out request);
        var whole = head + Math.Max(request.ContentLength, 0);
        return head > 0 && whole <= data.Length ? whole : 0;
    }
}
