namespace Ringback.Delivery.Sending;

/// <summary>How far an exchange had come.</summary>
internal enum ExchangePart
{
    /// <summary>There was no connection yet: name, address, TCP and TLS.</summary>
    Connecting,

    /// <summary>The callback was sent, and no answer had come.</summary>
    Waiting,

    /// <summary>The answer had begun.</summary>
    Answering,
}
