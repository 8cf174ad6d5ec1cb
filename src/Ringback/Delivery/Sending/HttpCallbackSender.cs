using System.Buffers;
using System.Net;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Sending;

/// <summary>
/// Sends callbacks over one pooled handler: no redirects, no cookies, no proxy, connections of the <see
/// cref="Connector"/>, one time limit for the whole exchange, a bounded read of the answer.
/// </summary>
internal sealed class HttpCallbackSender(Connector connector, IOptions<DeliveryOptions> options, TimeProvider time)
    : ICallbackSender, IDisposable
{
    // Reading the rest of an answer to save its connection would be reading without end.
    private const int MaxDrained = 0;

    // An HTTP/2 connection that died in silence would swallow callback after callback: a ping finds out.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(5);

    // A closed connection shows within a round trip; when it is closed later, the receiver may have worked on the request.
    private static readonly TimeSpan MaxTimeToNotice = TimeSpan.FromSeconds(1);

    private static readonly string UserAgent =
        $"Ringback/{typeof(HttpCallbackSender).Assembly.GetName().Version?.ToString(3)}";

    private readonly Http11Receivers _http11 = new(time);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Value.AttemptTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = MaxDrained,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = PingAfter,
        KeepAlivePingTimeout = PingAfter,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ConnectCallback = connector.ConnectAsync,
    });

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        using var timeout = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        await using var abandoned = abandon.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), timeout);
        var (mayBeStale, isHttp11) = (true, _http11.Contains(callback.Url));
        while (true)
        {
            var (result, again) = await ExchangeAsync(callback, mayBeStale, isHttp11, timeout.Token, abandon);
            switch (again)
            {
                case SendAgain.OverAnotherConnection:
                    mayBeStale = false;
                    break;
                case SendAgain.OverHttp11:
                    _http11.Add(callback.Url);
                    isHttp11 = true;
                    break;
                default:
                    return result!;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>One request, and its result, or how it has to be sent again.</summary>
    private async Task<(SendResult? Result, SendAgain Again)> ExchangeAsync(
        Callback callback, bool mayBeStale, bool isHttp11, CancellationToken timeout, CancellationToken abandon)
    {
        var content = new CallbackContent(callback.Body, time) { Owner = callback.Owner };
        using var request = CreateRequest(callback, content, isHttp11);
        var report = new ExchangeReport(connector, callback.Url, content, time);
        HttpResponseMessage? response = null;
        var body = ArrayPool<byte>.Shared.Rent(AnswerReader.MaxKept);
        try
        {
            response = await _http.SendAsync(request, timeout);
            report.AnswerBegins(response);
            var kept = await AnswerReader.ReadBodyAsync(response, body, timeout);
            report.AnswerEnds();
            return (report.Result(Judge(response), body.AsSpan(0, kept)), SendAgain.No);
        }
        catch (OperationCanceledException) when (!abandon.IsCancellationRequested)
        {
            return (report.Result(TimedOut(report), default), SendAgain.No);
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !abandon.IsCancellationRequested)
        {
            return response is null && !isHttp11 && FailureWords.WantsHttp11(error) ? (null, SendAgain.OverHttp11)
                : response is null && (IsRetired(content) || (mayBeStale && WasStale(content, error)))
                    ? (null, SendAgain.OverAnotherConnection)
                : (report.Result(FailureWords.Explain(error, response?.StatusCode), default), SendAgain.No);
        }
        finally
        {
            response?.Dispose();
            ArrayPool<byte>.Shared.Return(body);
            if (content.Connection is { } connection)
            {
                connector.Connections.End(connection);
            }
        }
    }

    /// <summary>Whether its connection was closed by this process, for another one, just as it was handed out.</summary>
    private static bool IsRetired(CallbackContent content) => content.Connection is { IsRetired: true };

    /// <summary>
    /// Whether somebody seems to have closed an idle connection just as it was used again: that is no failure of
    /// either side. Should it have taken the callback all the same, it gets it twice, with the same webhook-id.
    /// </summary>
    private static bool WasStale(CallbackContent content, Exception error) =>
        content.IsSent
        && (content.Connection is null ? content.Opening is null : content.IsOnUsedConnection)
        && content.SinceSent < MaxTimeToNotice
        && FailureWords.IsClosed(error);

    private static HttpRequestMessage CreateRequest(Callback callback, CallbackContent content, bool isHttp11)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url)
        {
            Content = content,
            Version = isHttp11 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

        // Some firewalls refuse requests without it.
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var (name, value) in callback.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private AttemptOutcome Judge(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? new AttemptOutcome.Delivered(response.StatusCode)
        : new AttemptOutcome.Rejected(response.StatusCode, RetryAfterHint.Read(response, time.GetUtcNow()));

    // What takes the whole time in this process or at its name server says nothing about the receiver.
    private AttemptOutcome TimedOut(ExchangeReport report) => report.WaitsFor switch
    {
        ConnectStage.Lookup => new AttemptOutcome.OwnFailure(OwnFault.NameServer),
        ConnectStage.Leave => new AttemptOutcome.OwnFailure(OwnFault.Descriptors),
        _ => new AttemptOutcome.TimedOut(options.Value.AttemptTimeout) { Reached = report.Reached },
    };
}
