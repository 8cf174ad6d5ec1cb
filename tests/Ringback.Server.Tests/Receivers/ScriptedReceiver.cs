using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Ringback.Server.Tests.Receivers;

/// <summary>A receiver on a raw socket that does to each connection what a script says; then it hangs up.</summary>
internal sealed class ScriptedReceiver : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<ScriptedConnection, Task> _script;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Starts one.</summary>
    /// <param name="script">What to do with each connection.</param>
    /// <param name="tls">With it, connections speak TLS, and the script begins after the handshake.</param>
    /// <param name="address">Where it listens; loopback if not said.</param>
    public ScriptedReceiver(
        Func<ScriptedConnection, Task> script, SslServerAuthenticationOptions? tls = null, IPAddress? address = null)
    {
        _script = script;
        _tls = tls;
        _listener.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        _listener.Listen(128);
        Url = new Uri($"{(tls is null ? "http" : "https")}://127.0.0.1:{Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The address under another host name.</summary>
    public Uri At(string host) => new UriBuilder(Url) { Host = host }.Uri;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
                serving.Add(ServeAsync(socket, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        try
        {
            using var connection = new ScriptedConnection(socket, await OpenAsync(socket), number, _stopping.Token);
            await _script(connection);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or AuthenticationException
                                          or ObjectDisposedException or SocketException)
        {
            // The sender went away or refused the certificate, or the test is over.
            socket.Dispose();
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (_tls is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_tls, _stopping.Token);
        return tls;
    }
}
