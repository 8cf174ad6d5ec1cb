using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests;

/// <summary>Requests to the API in one line each.</summary>
internal static class Requests
{
    /// <summary>Sends a request without a body.</summary>
    public static Task<Reply> SendAsync(this HttpClient client, string method, string path) =>
        client.SendAsync(method, path, (HttpContent?)null);

    /// <summary>Sends a value as JSON; a string goes as it is.</summary>
    public static Task<Reply> SendAsync(this HttpClient client, string method, string path, object body) =>
        client.SendAsync(method, path,
            new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

    /// <summary>Sends bytes of a media type.</summary>
    public static Task<Reply> SendAsync(
        this HttpClient client, string method, string path, byte[] body, string? mediaType = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        return client.SendAsync(method, path, content);
    }

    private static async Task<Reply> SendAsync(this HttpClient client, string method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.RelativeOrAbsolute));
        request.Content = content;
        using var response = await client.SendAsync(request);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new Reply(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }
}
