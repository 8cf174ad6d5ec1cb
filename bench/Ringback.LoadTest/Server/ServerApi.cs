using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Ringback.LoadTest.Load;

namespace Ringback.LoadTest.Server;

/// <summary>What the load generator asks of a server: register webhooks, change them, publish events.</summary>
internal sealed class ServerApi(string baseUrl, ServerTokens tokens) : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    });

    private readonly Uri _webhooks = new(baseUrl + "/v1/webhooks");
    private readonly Uri _events = new(baseUrl + "/v1/events");
    private readonly AuthenticationHeaderValue _person = new("Bearer", tokens.Person);
    private readonly Uri _tokens = new(baseUrl + "/v1/tokens");
    private readonly AuthenticationHeaderValue _admin = new("Bearer", tokens.Admin);
    private readonly AuthenticationHeaderValue _publisher = new("Bearer", tokens.Publisher);

    public ServerTokens Tokens => tokens;

    /// <summary>Registers all webhooks of the workload, several at a time; returns their ids by number.</summary>
    public async Task<string[]> RegisterAsync(
        Workload workload, Func<int, string> targetUrl, CancellationToken cancellationToken, bool inactive = false)
    {
        var ids = new string[workload.Webhooks];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, workload.Webhooks, parallel, async (webhook, stopping) =>
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                name = $"load {webhook}",
                targetUrl = targetUrl(webhook),
                resource = "messages",
                @event = "created",
                filter = $"roomId={workload.RoomIdOfWebhook(webhook)}",
                secret = "a secret that nobody can guess",
                status = inactive ? "inactive" : "active",
            });
            var answer = await SendAsync(HttpMethod.Post, _webhooks, _person, body, stopping);
            using var json = JsonDocument.Parse(answer);
            ids[webhook] = json.RootElement.GetProperty("id").GetString()!;
        });
        return ids;
    }

    /// <summary>Makes a webhook active again after its server has given it up.</summary>
    public Task ActivateAsync(string id, string name, string targetUrl, CancellationToken cancellationToken)
        => SendAsync(
            HttpMethod.Put,
            new Uri($"{_webhooks}/{id}"),
            _person,
            JsonSerializer.SerializeToUtf8Bytes(new { name, targetUrl, status = "active" }),
            cancellationToken);

    /// <summary>Makes a person and a publisher of another org.</summary>
    public async Task<ServerTokens> AddOrgAsync(CancellationToken cancellationToken)
    {
        var orgId = WebexIds.Of("ORGANIZATION", 2);
        return new ServerTokens(await TokenAsync("spark:all"), await TokenAsync("ringback:publish"), tokens.Admin);

        async Task<string> TokenAsync(string scope)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { name = "another org", orgId, scopes = new[] { scope } });
            var answer = await SendAsync(HttpMethod.Post, _tokens, _admin, body, cancellationToken);
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("token").GetString()!;
        }
    }

    /// <summary>Reads the first page of the person's webhooks; returns how many are on it.</summary>
    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await SendAsync(HttpMethod.Get, _webhooks, _person, default, cancellationToken));
        return json.RootElement.GetProperty("items").GetArrayLength();
    }

    /// <summary>Publishes until the server accepts: the events carry their ids, so trying again is safe.</summary>
    public async Task<PublishAnswer> PublishAsync(
        ReadOnlyMemory<byte> body, int tries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await SendAsync(HttpMethod.Post, _events, _publisher, body, cancellationToken);
                return new PublishAnswer(CountMatches(answer), attempt);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < tries)
            {
                await Task.Delay(RetryPause, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                throw new LoadTestException($"A publish failed {attempt} times, the last: {e.Message}");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static int CountMatches(byte[] answer)
    {
        var matches = 0;
        var json = new Utf8JsonReader(answer);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("matched"u8) && json.Read())
            {
                matches += json.GetInt32();
            }
        }

        return matches;
    }

    // A refusal that trying again cannot change ends the measurement; "busy" and "broken" are worth another try.
    private async Task<byte[]> SendAsync(
        HttpMethod method,
        Uri uri,
        AuthenticationHeaderValue token,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, uri);
        request.Headers.Authorization = token;
        if (method != HttpMethod.Get)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = Json;
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return answer;
        }

        var text = $"{method} {uri.AbsolutePath} was answered {(int)response.StatusCode}: "
            + System.Text.Encoding.UTF8.GetString(answer);
        throw response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            ? new HttpRequestException(text)
            : new LoadTestException(text);
    }
}
