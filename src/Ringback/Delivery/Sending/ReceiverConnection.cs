using System.Net;
using System.Net.Sockets;

namespace Ringback.Delivery.Sending;

/// <summary>One TCP connection to a receiver. It knows which exchange writes to it, and gives its leave back when it ends.</summary>
internal sealed class ReceiverConnection : NetworkStream
{
    // So far below nothing that no number of exchanges makes it idle again.
    private const int Retired = int.MinValue / 2;

    private readonly ReceiverConnections _all;
    private int _exchanges;
    private volatile bool _isRetired;
    private int _isClosed;

    /// <summary>Wraps a socket that is connected, with a leave that was given for it.</summary>
    public ReceiverConnection(Socket socket, ReceiverConnections all, ConnectProgress progress, (string Host, int Port) receiver)
        : base(socket, ownsSocket: true)
    {
        _all = all;
        Progress = progress;
        Receiver = receiver;
        Address = progress.Address!;
        Touch();
        all.Add(this);
    }

    /// <summary>How it was opened.</summary>
    public ConnectProgress Progress { get; }

    /// <summary>The host and port that it was opened for.</summary>
    public (string Host, int Port) Receiver { get; }

    /// <summary>The address at the other end.</summary>
    public IPAddress Address { get; }

    /// <summary>Whether many exchanges share it at a time.</summary>
    public bool IsShared { get; set; }

    /// <summary>How many exchanges were begun on it; not known of a shared one.</summary>
    public int Served { get; private set; }

    /// <summary>When it was last written to, in milliseconds of the system's uptime.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether no exchange is known to be under way on it.</summary>
    public bool IsIdle => Volatile.Read(ref _exchanges) == 0;

    /// <summary>Whether this process closes it to have another one: what is begun on it since goes over another connection.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>An exchange was begun on it.</summary>
    public void Begin()
    {
        Interlocked.Increment(ref _exchanges);
        Served++;
    }

    /// <summary>Closes it unless an exchange is under way; one that begins later finds it retired.</summary>
    public void RetireIfIdle()
    {
        if (Interlocked.CompareExchange(ref _exchanges, Retired, 0) == 0)
        {
            Retire();
        }
    }

    /// <summary>Closes it.</summary>
    public void Retire()
    {
        _isRetired = true;
        Dispose();
    }

    /// <summary>An exchange on it is over.</summary>
    public void End()
    {
        Touch();
        Interlocked.Decrement(ref _exchanges);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // HTTP/1.1 writes a callback on the thread that hands it over; HTTP/2 on one of its own.
        CallbackContent.NowWriting?.GoesOver(this);
        if (IsShared)
        {
            Touch();
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _all.Remove(this);
        }
    }

    private void Touch() => LastUsed = Environment.TickCount64;
}
