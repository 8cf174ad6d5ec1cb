namespace Ringback.Delivery.Sending;

/// <summary>What opening a connection waits for.</summary>
internal enum ConnectStage
{
    /// <summary>The addresses of the host.</summary>
    Lookup,

    /// <summary>Leave to open one more connection, while this process may open no more.</summary>
    Leave,

    /// <summary>An address that answers.</summary>
    Dial,

    /// <summary>The end of the TLS handshake.</summary>
    Handshake,

    /// <summary>Nothing: it is open.</summary>
    Open,
}
