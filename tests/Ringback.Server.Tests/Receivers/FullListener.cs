using System.Net;
using System.Net.Sockets;

namespace Ringback.Server.Tests.Receivers;

/// <summary>A port whose queue is full, so that the kernel drops whoever knocks: as a firewall does.</summary>
internal sealed class FullListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _guests = [];

    /// <summary>Fills one.</summary>
    /// <param name="address">Where; loopback if not said.</param>
    /// <param name="port">The port; any free one if not said.</param>
    public FullListener(IPAddress? address = null, int port = 0)
    {
        _listener.Bind(new IPEndPoint(address ?? IPAddress.Loopback, port));
        _listener.Listen(0);
        for (var i = 0; i < 3; i++)
        {
            var guest = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _guests.Add(guest);
            try
            {
                guest.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It is on its way, or waits as it should.
            }
        }
    }

    /// <summary>Where nobody is let in.</summary>
    public Uri Url => new($"http://{_listener.LocalEndPoint}/");

    /// <inheritdoc/>
    public void Dispose()
    {
        _guests.ForEach(guest => guest.Dispose());
        _listener.Dispose();
    }
}
