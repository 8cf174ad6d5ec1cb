using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Targets;

namespace Ringback.Delivery.Sending;

/// <summary>
/// Sends callbacks over one pooled handler: no redirects, no cookies, no proxy, every address judged by the
/// <see cref="ConnectGuard"/> before it is dialled, one time limit for the whole exchange, a bounded read of the answer.
/// </summary>
internal sealed class HttpCallbackSender(ConnectGuard guard, IOptions<DeliveryOptions> options, TimeProvider time)
    : ICallbackSender, IDisposable
{
    private const int MostRead = 64 * 1024;
    private const int MostKept = 4 * 1024;
    private const int MostHeadersKept = 4 * 1024;

    // Reading the rest of an answer to save its connection would be reading without end.
    private const int MostDrained = 0;

    // An HTTP/2 connection that died in silence would swallow callback after callback: a ping finds out.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(5);

    // A closed connection shows within a round trip; what is closed later may have been worked on.
    private static readonly TimeSpan LongestToNotice = TimeSpan.FromSeconds(1);

    private static readonly string UserAgent =
        $"Ringback/{typeof(HttpCallbackSender).Assembly.GetName().Version?.ToString(3)}";

    [ThreadStatic]
    private static StringBuilder? _lines;

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
        MaxResponseDrainSize = MostDrained,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = PingAfter,
        KeepAlivePingTimeout = PingAfter,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        SslOptions = new CertificateCheck(time).Options(guard.AllowsInvalidCertificates),
        ConnectCallback = guard.ConnectAsync,
    });

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        using var timeout = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        await using var abandoned = abandon.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), timeout);
        return await ExchangeAsync(callback, isAgain: false, timeout.Token, abandon)
            ?? await ExchangeAsync(callback, isAgain: true, timeout.Token, abandon)
            ?? throw new InvalidOperationException("A callback is sent twice at most.");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>One request; null when the connection that served it was stale, so that it goes over another one.</summary>
    private async Task<SendResult?> ExchangeAsync(
        Callback callback, bool isAgain, CancellationToken timeout, CancellationToken abandon)
    {
        var content = new CallbackContent(callback.Body);
        using var request = CreateRequest(callback, content);
        HttpResponseMessage? response = null;
        var body = ArrayPool<byte>.Shared.Rent(MostKept);
        try
        {
            response = await _http.SendAsync(request, timeout);
            var kept = await ReadBodyAsync(response, body, timeout);
            return Result(Judge(response), callback, response, body.AsSpan(0, kept));
        }
        catch (OperationCanceledException) when (!abandon.IsCancellationRequested)
        {
            var reached = response is not null ? ExchangePart.Answering
                : content.IsSent ? ExchangePart.Waiting
                : ExchangePart.Connecting;
            return Result(new AttemptOutcome.TimedOut(options.Value.AttemptTimeout) { Reached = reached }, callback,
                response, default);
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !abandon.IsCancellationRequested)
        {
            return !isAgain && response is null && WasStale(content, error)
                ? null
                : Result(FailureWords.Explain(error, response?.StatusCode), callback, response, default);
        }
        finally
        {
            response?.Dispose();
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <summary>
    /// Whether a receiver seems to have closed an idle connection just as it was used again: that is no failure of
    /// either side. Should it have taken the callback all the same, it gets it twice, with the same webhook-id.
    /// </summary>
    private static bool WasStale(CallbackContent content, Exception error) =>
        content is { IsSent: true, HasOpenedConnection: false }
        && content.SinceSent < LongestToNotice
        && FailureWords.IsClosed(error);

    private static HttpRequestMessage CreateRequest(Callback callback, CallbackContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url)
        {
            Content = content,
            Version = HttpVersion.Version20,
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

    /// <summary>Reads at most 64 KiB, so that an endless answer costs no more than that; the first 4 KiB stay in the buffer.</summary>
    private static async Task<int> ReadBodyAsync(HttpResponseMessage response, byte[] buffer, CancellationToken timeout)
    {
        if (response.Content.Headers.ContentLength == 0
            || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.SwitchingProtocols)
        {
            return 0;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(timeout);
        var kept = 0;
        while (kept < MostKept)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(kept, MostKept - kept), timeout);
            if (count == 0)
            {
                return kept;
            }

            kept += count;
        }

        var rest = ArrayPool<byte>.Shared.Rent(MostKept);
        try
        {
            for (var total = kept; total < MostRead;)
            {
                var count = await stream.ReadAsync(rest.AsMemory(0, MostKept), timeout);
                if (count == 0)
                {
                    break;
                }

                total += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }

        return kept;
    }

    private AttemptOutcome Judge(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? new AttemptOutcome.Delivered(response.StatusCode)
        : new AttemptOutcome.Rejected(response.StatusCode, RetryAfterHint.Read(response, time.GetUtcNow()));

    private SendResult Result(AttemptOutcome outcome, Callback callback, HttpResponseMessage? response, ReadOnlySpan<byte> body) =>
        new()
        {
            Outcome = outcome,
            Address = outcome is AttemptOutcome.Blocked ? null : guard.LastAddressOf(callback.Url),
            ResponseHeaders = response is null ? null : HeaderLines(response),
            ResponseBody = body.IsEmpty ? null : body.ToArray(),
        };

    private static string HeaderLines(HttpResponseMessage response)
    {
        var lines = _lines ??= new StringBuilder();
        lines.Clear();
        AddLines(lines, response.Headers.NonValidated);
        AddLines(lines, response.Content.Headers.NonValidated);
        return lines.ToString(0, Math.Min(lines.Length, MostHeadersKept));
    }

    private static void AddLines(StringBuilder lines, HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (lines.Length < MostHeadersKept)
                {
                    lines.Append(name).Append(": ").Append(value).Append('\n');
                }
            }
        }
    }
}
