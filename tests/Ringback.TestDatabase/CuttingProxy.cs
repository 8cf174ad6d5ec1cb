using System.Net;
using System.Net.Sockets;

namespace Ringback.TestDatabase;

/// <summary>
/// Stands between a client and a server, on a free port of loopback, and cuts a connection when the server answers: what was asked
/// for is done, and whoever asked does not learn of it.
/// </summary>
public sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private int _cuts;

    /// <summary>Starts it.</summary>
    /// <param name="target">The port of the server, on loopback.</param>
    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether a cut is still to come.</summary>
    public bool WillCut => Volatile.Read(ref _cuts) > 0;

    /// <summary>Cuts the connection that gets the next answer.</summary>
    public void CutNextAnswer() => Interlocked.Exchange(ref _cuts, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
                _ = PumpAsync(client, server, isAnswer: false);
                _ = PumpAsync(server, client, isAnswer: true);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, CancellationToken.None) is > 0 and var count
                && !(isAnswer && Interlocked.Exchange(ref _cuts, 0) > 0))
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone.
        }

        from.Dispose();
        to.Dispose();
    }
}
