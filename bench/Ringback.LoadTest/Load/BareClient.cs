using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.LoadTest.Load;

/// <summary>
/// The least that any sender built on SocketsHttpHandler must do for one callback: sign, POST, read the answer.
/// Nothing is stored, matched or composed.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private const string Secret = "a secret that nobody can guess";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });

    private readonly byte[] _key = Encoding.UTF8.GetBytes(Secret);
    private readonly byte[] _body;
    private readonly Uri _target;
    private readonly MediaTypeHeaderValue _json = new("application/json");

    public BareClient(string baseUrl)
    {
        _target = new Uri(baseUrl + "/w/0");
        _body = Encoding.UTF8.GetBytes(Envelope(_target));
    }

    public int BodyLength => _body.Length;

    public async Task PostAsync(int number, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _target) { Version = HttpVersion.Version11 };
        request.Content = new ByteArrayContent(_body);
        request.Content.Headers.ContentType = _json;
        AddHeaders(request.Headers, number);
        using var response = await _http.SendAsync(request, cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    // Only X-Spark-Signature is computed; the other values are constants of the right length, so that the bytes on the
    // wire are a callback's and the ceiling is not flattered.
    [SuppressMessage("Security", "CA5350", Justification = "Webex's signature is HMAC-SHA1.")]
    private void AddHeaders(HttpRequestHeaders headers, int number)
    {
        Span<byte> signature = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(_key, _body, signature);
        headers.TryAddWithoutValidation("X-Spark-Signature", Convert.ToHexStringLower(signature));
        headers.TryAddWithoutValidation("User-Agent", "Ringback/0.1.0");
        headers.TryAddWithoutValidation("TrackingID", "RINGBACK_0190a6c4-7d2e-7000-8000-000000000000");
        headers.TryAddWithoutValidation("Ringback-Event-Id", $"load-{number}");
        headers.TryAddWithoutValidation("webhook-id", "dlv_0190a6c47d2e70008000000000000000");
        headers.TryAddWithoutValidation("webhook-timestamp", "1700000000");
        headers.TryAddWithoutValidation("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=");
    }

    private static string Envelope(Uri target)
        => $$$"""
            {"id":"{{{WebexIds.Of("WEBHOOK", 1)}}}","name":"load 0","targetUrl":"{{{target}}}","resource":"messages",
            "event":"created","filter":"roomId={{{WebexIds.Of("ROOM", 0)}}}",
            "orgId":"{{{WebexIds.Of("ORGANIZATION", 1)}}}",
            "createdBy":"{{{WebexIds.Of("PEOPLE", 1)}}}","appId":"{{{WebexIds.Of("APPLICATION", 1)}}}",
            "ownedBy":"creator","status":"active","created":"2026-01-01T00:00:00.000Z",
            "actorId":"{{{WebexIds.Of("PEOPLE", 7)}}}",
            "data":{"id":"{{{WebexIds.Of("MESSAGE", 1)}}}","roomId":"{{{WebexIds.Of("ROOM", 0)}}}","roomType":"group",
            "personId":"{{{WebexIds.Of("PEOPLE", 7)}}}","personEmail":"matt@example.com",
            "created":"2026-01-01T00:00:00.000Z"}}
            """.ReplaceLineEndings("");
}
