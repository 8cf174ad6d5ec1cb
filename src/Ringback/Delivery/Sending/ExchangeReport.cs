using System.Net;
using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Sending;

/// <summary>Gathers the facts of one exchange: over which connection it went, and what took how long.</summary>
internal sealed class ExchangeReport(Connector connector, Uri url, CallbackContent content, TimeProvider time)
{
    private HttpResponseMessage? _response;
    private long _answerBegan;
    private long _answerEnded;

    /// <summary>How far it has come.</summary>
    public ExchangePart Reached => _response is not null ? ExchangePart.Answering
        : content.IsSent ? ExchangePart.Waiting
        : ExchangePart.Connecting;

    /// <summary>What its connection waits for; null once there is one, and when nothing is known of any.</summary>
    public ConnectStage? WaitsFor =>
        Reached == ExchangePart.Connecting ? (content.Opening ?? connector.OpeningOf(url))?.Stage : null;

    /// <summary>The answer's headers are there.</summary>
    public void AnswerBegins(HttpResponseMessage response)
    {
        _response = response;
        _answerBegan = time.GetTimestamp();
    }

    /// <summary>As much of the answer was read as is read.</summary>
    public void AnswerEnds() => _answerEnded = time.GetTimestamp();

    /// <summary>The result, with an outcome and the beginning of the answer's body.</summary>
    public SendResult Result(AttemptOutcome outcome, ReadOnlySpan<byte> body)
    {
        var connection = content.Connection
            ?? (content.IsSent ? connector.Connections.OnlyShared((url.IdnHost, url.Port)) : null);
        var opening = connection?.Progress ?? (content.IsSent ? null : content.Opening);
        var isNew = opening is not null && opening.Begun >= content.Begun;
        return new SendResult
        {
            Outcome = outcome,
            Address = outcome is AttemptOutcome.Blocked ? null : (connection?.Address ?? opening?.Address)?.ToString(),
            HttpVersion = _response?.Version is { } version ? Text(version) : null,
            IsNewConnection = connection is null ? null : isNew,
            Timing = new AttemptTiming
            {
                Lookup = isNew ? opening!.Lookup : null,
                Connect = isNew ? opening!.Dial : null,
                Tls = isNew ? opening!.Handshake : null,
                FirstByte = Between(content.SentAt, _answerBegan),
                Body = Between(_answerBegan, _answerEnded),
            },
            ResponseHeaders = _response is null ? null : AnswerReader.HeaderLines(_response),
            ResponseBody = body.IsEmpty ? null : body.ToArray(),
        };
    }

    private TimeSpan? Between(long from, long to) => from == 0 || to == 0 ? null : time.GetElapsedTime(from, to);

    private static string Text(Version version) =>
        version == HttpVersion.Version11 ? "1.1" : version == HttpVersion.Version20 ? "2.0" : version.ToString();
}
