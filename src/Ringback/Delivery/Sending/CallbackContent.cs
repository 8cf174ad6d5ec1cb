using System.Net;
using System.Net.Http.Headers;
using Ringback.Delivery.Targets;

namespace Ringback.Delivery.Sending;

/// <summary>The body of a callback, which knows what became of it and over which connection it went.</summary>
internal sealed class CallbackContent : ByteArrayContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    [ThreadStatic]
    private static CallbackContent? _nowWriting;

    private readonly byte[] _body;
    private readonly TimeProvider _time;
    private long _sentAt;

    /// <summary>Wraps an envelope; the bytes are not copied.</summary>
    public CallbackContent(byte[] body, TimeProvider time)
        : base(body)
    {
        _body = body;
        _time = time;
        Begun = time.GetTimestamp();
        Headers.ContentType = Json;
    }

    /// <summary>The content that this thread writes to a connection just now; null when it writes none.</summary>
    public static CallbackContent? NowWriting => _nowWriting;

    /// <summary>For whom it is sent.</summary>
    public WebhookParty Owner { get; init; }

    /// <summary>When its exchange began, as a timestamp of the clock.</summary>
    public long Begun { get; }

    /// <summary>Whether there was a connection, and the sending began.</summary>
    public bool IsSent => _sentAt != 0;

    /// <summary>When the sending began, as a timestamp of the clock.</summary>
    public long SentAt => _sentAt;

    /// <summary>The connection that it went over; null when it was not sent, or shared one that cannot be told.</summary>
    public ReceiverConnection? Connection { get; private set; }

    /// <summary>Whether other exchanges had gone over its connection before.</summary>
    public bool IsOnUsedConnection { get; private set; }

    /// <summary>The connection that was opened for it, as far as that has come; null when none was.</summary>
    public ConnectProgress? Opening { get; set; }

    /// <summary>How long ago the sending began.</summary>
    public TimeSpan SinceSent => _time.GetElapsedTime(_sentAt);

    /// <summary>Notes the connection over which it goes.</summary>
    public void GoesOver(ReceiverConnection connection)
    {
        if (Connection is null)
        {
            Connection = connection;
            IsOnUsedConnection = connection.Served > 0;
            connection.Begin();
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _sentAt = _time.GetTimestamp();
        var before = _nowWriting;
        _nowWriting = this;
        try
        {
            // The body stands beside the headers in the client's buffer until it is flushed, and a flush that has to wait
            // for nothing reaches the socket on this thread.
            var writing = stream.WriteAsync(_body, cancellationToken);
            return writing.IsCompletedSuccessfully ? stream.FlushAsync(cancellationToken) : writing.AsTask();
        }
        finally
        {
            _nowWriting = before;
        }
    }
}
