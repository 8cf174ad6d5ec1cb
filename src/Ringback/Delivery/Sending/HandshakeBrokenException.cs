namespace Ringback.Delivery.Sending;

/// <summary>A connection ended before its TLS handshake was over.</summary>
internal sealed class HandshakeBrokenException(Exception cause) : IOException("The TLS handshake was broken off.", cause);
