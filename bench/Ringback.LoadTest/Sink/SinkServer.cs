using System.Net;
using System.Net.Sockets;

namespace Ringback.LoadTest.Sink;

/// <summary>A receiver that costs as little as possible, because it shares the machine with what is measured.</summary>
internal sealed class SinkServer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<SinkConnection> _connections = [];
    private readonly Timer _dripping;
    private Socket? _listener;
    private TlsListener? _tls;

    public SinkServer()
    {
        _dripping = new Timer(_ => Drip(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Listen();
    }

    public Ledger Ledger { get; } = new();

    public BehaviourRules Rules { get; } = new();

    public int Port { get; private set; }

    /// <summary>Accepts connections again, on the same port as before.</summary>
    public void Listen()
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _listener.Listen(2048);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        var accept = new SocketAsyncEventArgs(true);
        var listener = _listener;
        accept.Completed += (_, _) => Accept(listener, accept, completed: true);
        Accept(listener, accept, completed: false);
    }

    /// <summary>How many TLS handshakes there were.</summary>
    public long Handshakes => _tls?.Handshakes ?? 0;

    /// <summary>Listens at many addresses too, with a certificate for each; returns the port.</summary>
    public int ListenTls(int hosts, string authority)
    {
        var certificates = new HostCertificates(hosts);
        File.WriteAllText(authority, certificates.AuthorityPem);
        _tls = new TlsListener(this, certificates);
        return _tls.Port;
    }

    /// <summary>Refuses new connections and closes those that are open.</summary>
    public void Refuse()
    {
        _listener?.Dispose();
        foreach (var connection in Connections())
        {
            connection.Dispose();
        }
    }

    public void Forget(SinkConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    /// <summary>Closes every connection that hangs or drips, as a receiver that restarts would.</summary>
    public void CloseParked()
    {
        foreach (var connection in Connections().Where(connection => connection.IsParked))
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        _dripping.Dispose();
        _tls?.Dispose();
        Refuse();
    }

    private void Accept(Socket listener, SocketAsyncEventArgs accept, bool completed)
    {
        try
        {
            while (completed || !listener.AcceptAsync(accept))
            {
                completed = false;
                if (accept is { SocketError: SocketError.Success, AcceptSocket: { } socket })
                {
                    accept.AcceptSocket = null;
                    socket.NoDelay = true;
                    Add(new SinkConnection(this, socket));
                }
            }
        }
        catch (ObjectDisposedException)
        {
            accept.Dispose();
        }
    }

    private void Add(SinkConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
        }

        connection.Start();
    }

    private void Drip()
    {
        foreach (var connection in Connections().Where(connection => connection.IsDripping))
        {
            connection.Drip();
        }
    }

    private SinkConnection[] Connections()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }
}
