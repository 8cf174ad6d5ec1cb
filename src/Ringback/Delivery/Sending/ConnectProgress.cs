using System.Net;

namespace Ringback.Delivery.Sending;

/// <summary>How far the opening of one connection has come, and how long its parts took. One writer, many readers.</summary>
internal sealed class ConnectProgress(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private long _since = time.GetTimestamp();
    private volatile IPAddress? _address;
    private volatile ConnectStage _stage;

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long Begun => _begun;

    /// <summary>What it waits for now.</summary>
    public ConnectStage Stage => _stage;

    /// <summary>The address that was dialled last, or that answered; null before the first.</summary>
    public IPAddress? Address
    {
        get => _address;
        set => _address = value;
    }

    /// <summary>How long the lookup took; null before it ended, and for an address that needs none.</summary>
    public TimeSpan? Lookup { get; private set; }

    /// <summary>How long it took until an address answered; null before.</summary>
    public TimeSpan? Dial { get; private set; }

    /// <summary>How long the TLS handshake took; null before it ended, and without TLS.</summary>
    public TimeSpan? Handshake { get; private set; }

    /// <summary>Ends the stage that it is in, and begins another.</summary>
    public void Enter(ConnectStage next)
    {
        var now = time.GetTimestamp();
        var took = time.GetElapsedTime(_since, now);
        switch (_stage)
        {
            case ConnectStage.Lookup:
                Lookup = took;
                break;
            case ConnectStage.Dial:
                Dial = took;
                break;
            case ConnectStage.Handshake:
                Handshake = took;
                break;
        }

        _since = now;
        _stage = next;
    }
}
