using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ringback.Protocol.Json;

namespace Ringback.Client;

/// <summary>Sends requests with the token, and turns every failure into a <see cref="RingbackException"/>.</summary>
internal sealed class RingbackConnection : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private static readonly ProductInfoHeaderValue UserAgent =
        new("Ringback.Client", typeof(RingbackConnection).Assembly.GetName().Version?.ToString(3));

    private readonly Uri _baseAddress;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;

    /// <summary>Connects to nothing yet.</summary>
    public RingbackConnection(Uri baseAddress, string token, HttpClient? http)
    {
        _baseAddress = new Uri(baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        _authorization = new AuthenticationHeaderValue("Bearer", token);
        _ownsHttp = http is null;
        _http = http ?? new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !baseAddress.IsLoopback,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    /// <summary>Sends a request and reads the JSON of its answer.</summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, new Uri(_baseAddress, path), content, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Sends a request whose answer has no body.</summary>
    public async Task SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, new Uri(_baseAddress, path), content: null, cancellationToken);
    }

    /// <summary>Reads one page, and where the next one is; null after the last.</summary>
    public async Task<(T Page, Uri? Next)> GetPageAsync<T>(Uri page, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, page, content: null, cancellationToken);
        var next = NextLink.Of(response, page);
        return next is null || IsSameServer(next)
            ? (await ReadAsync<T>(response, cancellationToken), next)
            : throw new RingbackException($"The next page is at {next.Authority}, which must not see the token.");
    }

    /// <summary>The address of a path below the base address.</summary>
    public Uri AddressOf(string path) => new(_baseAddress, path);

    /// <summary>The JSON of a wire record.</summary>
    public static HttpContent Content<T>(T value)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>()));
        content.Headers.ContentType = Json;
        return content;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = _authorization;
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var response = await AnswerAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorAnswer.ReadAsync(response, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new RingbackException($"{_baseAddress.Authority} cannot be reached: {Cause(error)}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RingbackException($"{_baseAddress.Authority} did not answer in time.", error);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, TypeInfo<T>(), cancellationToken)
                ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new RingbackException(
                $"The answer of {response.RequestMessage?.RequestUri?.Authority} is not what the API describes.", error)
            {
                StatusCode = response.StatusCode,
                TrackingId = ErrorAnswer.TrackingId(response),
            };
        }
    }

    private bool IsSameServer(Uri address) =>
        address.GetLeftPart(UriPartial.Authority) == _baseAddress.GetLeftPart(UriPartial.Authority);

    private static string Cause(Exception error)
    {
        var cause = error.GetBaseException().Message;
        return cause.EndsWith('.') ? cause : cause + ".";
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)RingbackJson.Options.GetTypeInfo(typeof(T));
}
