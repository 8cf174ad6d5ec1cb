using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Ringback.Delivery.Sending;

/// <summary>The body of a callback, which knows what became of it.</summary>
internal sealed class CallbackContent : ByteArrayContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly byte[] _body;
    private long _sentAt;

    /// <summary>Wraps an envelope; the bytes are not copied.</summary>
    public CallbackContent(byte[] body)
        : base(body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    /// <summary>Whether there was a connection, and the sending began.</summary>
    public bool IsSent => _sentAt != 0;

    /// <summary>Whether a connection was opened for it, rather than one that had served before.</summary>
    public bool HasOpenedConnection { get; set; }

    /// <summary>How long ago the sending began.</summary>
    public TimeSpan SinceSent => Stopwatch.GetElapsedTime(_sentAt);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _sentAt = Stopwatch.GetTimestamp();
        return stream.WriteAsync(_body, 0, _body.Length, cancellationToken);
    }
}
