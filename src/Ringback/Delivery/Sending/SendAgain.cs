namespace Ringback.Delivery.Sending;

/// <summary>Whether a callback has to be sent once more, as a part of the same attempt.</summary>
internal enum SendAgain
{
    /// <summary>It has an outcome.</summary>
    No,

    /// <summary>The receiver had closed the connection just before.</summary>
    OverAnotherConnection,

    /// <summary>The receiver does not take it over HTTP/2.</summary>
    OverHttp11,
}
