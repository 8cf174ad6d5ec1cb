using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ringback.Delivery;

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

    private static readonly MediaTypeHeaderValue Json = new("application/json");
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
        EnableMultipleHttp2Connections = true,
        ConnectCallback = guard.ConnectAsync,
    });

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(Callback callback, CancellationToken abandon)
    {
        using var timeout = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        await using var abandoned = abandon.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), timeout);
        using var request = CreateRequest(callback);
        HttpResponseMessage? response = null;
        var body = ArrayPool<byte>.Shared.Rent(MostKept);
        try
        {
            response = await _http.SendAsync(request, timeout.Token);
            var kept = await ReadBodyAsync(response, body, timeout.Token);
            return Result(Judge(response), callback, response, body.AsSpan(0, kept));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !abandon.IsCancellationRequested)
        {
            return Result(new AttemptOutcome.TimedOut(options.Value.AttemptTimeout), callback, response, default);
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !abandon.IsCancellationRequested)
        {
            return Result(Explain(error), callback, response, default);
        }
        finally
        {
            response?.Dispose();
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage CreateRequest(Callback callback)
    {
        var content = new ByteArrayContent(callback.Body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
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
        if (response.Content.Headers.ContentLength == 0 || response.StatusCode == HttpStatusCode.NoContent)
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
        : new AttemptOutcome.Rejected(response.StatusCode, RetryAfter(response));

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            || response.Headers.RetryAfter is not { } hint)
        {
            return null;
        }

        var wait = hint.Delta ?? (hint.Date - time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }

    private SendResult Result(AttemptOutcome outcome, Callback callback, HttpResponseMessage? response, ReadOnlySpan<byte> body) =>
        new()
        {
            Outcome = outcome,
            Address = guard.LastAddressOf(callback.Url)?.ToString(),
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

    private static AttemptOutcome Explain(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressBlockedException blocked:
                    return new AttemptOutcome.Blocked(blocked.Address, blocked.Rule);
                case AuthenticationException tls:
                    return new AttemptOutcome.Unreachable($"TLS failed: {tls.Message}");
                case SocketException socket:
                    return new AttemptOutcome.Unreachable(Words(socket.SocketErrorCode));
            }
        }

        var kind = (error as HttpRequestException)?.HttpRequestError ?? (error as HttpIOException)?.HttpRequestError;
        return new AttemptOutcome.Unreachable(kind switch
        {
            HttpRequestError.NameResolutionError => "The host name was not found.",
            HttpRequestError.SecureConnectionError => "TLS failed.",
            HttpRequestError.ResponseEnded => "The connection was closed before the answer was complete.",
            HttpRequestError.InvalidResponse => "The answer was not valid HTTP.",
            HttpRequestError.ConfigurationLimitExceeded => "The answer's headers were too long.",
            HttpRequestError.HttpProtocolError => "The answer broke the HTTP protocol.",
            _ => "The connection was closed before the answer was complete.",
        });
    }

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "The connection was refused.",
        SocketError.ConnectionReset => "The connection was reset.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "The host name was not found.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "There is no route to the host.",
        SocketError.TimedOut => "Connecting took too long.",
        _ => $"The connection failed: {error}.",
    };
}
