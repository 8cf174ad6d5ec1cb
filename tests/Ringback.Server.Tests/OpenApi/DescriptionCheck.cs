using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>
/// Lets no answer pass that the server's own description does not describe: whatever a test asks of the API, its status, headers
/// and body are held against the document that the server serves.
/// </summary>
internal sealed class DescriptionCheck(HttpMessageHandler inner, Uri server) : DelegatingHandler(inner)
{
    private const string Json = "application/json";

    private static readonly string[] Described =
        ["TrackingID", "Link", "Retry-After", "Accept-Encoding", "WWW-Authenticate"];

    // A method or path that is not there, and a type that nobody described, are answered before there is an operation.
    private static readonly int[] OfNoOperation = [404, 405];

    private readonly Lazy<Task<JsonNode>> _document = new(() => ReadAsync(inner, server));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri is { } url && url.Host == server.Host && url.Port == server.Port
            && await FindAsync(request.Method, url.AbsolutePath) is { } operation)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            await CheckAsync($"{request.Method} {url.AbsolutePath}", operation, response, cancellationToken);
        }

        return response;
    }

    private static async Task<JsonNode> ReadAsync(HttpMessageHandler handler, Uri server)
    {
        using var client = new HttpClient(handler, disposeHandler: false);
        return JsonNode.Parse(await client.GetStringAsync(new Uri(server, "openapi/v1.json")))!;
    }

    private async Task<JsonNode?> FindAsync(HttpMethod method, string path)
    {
        var relative = Regex.Replace(path.TrimEnd('/'), "^/v1(?=/)", "");
        foreach (var (template, item) in (await _document.Value)["paths"]!.AsObject())
        {
            var pattern = $"^{Regex.Replace(template, @"\{\w+\}", "[^/]+")}$";
            if (Regex.IsMatch(relative, pattern) && item![method.Method.ToLowerInvariant()] is { } operation)
            {
                return operation;
            }
        }

        return null;
    }

    private async Task CheckAsync(string what, JsonNode operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (operation["responses"]?[$"{status}"] is not { } described)
        {
            Assert.True(OfNoOperation.Contains(status) || status == 500, $"{what} answered {status}, which is not described.");
            return;
        }

        var headers = response.Headers.Concat(response.Content.Headers).Select(header => header.Key);
        Assert.All(headers.Intersect(Described, StringComparer.OrdinalIgnoreCase), header => Assert.True(
            described["headers"]?[header] is not null, $"{what} answered {status} with {header}, which is not described."));
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (described["content"]?[Json]?["schema"] is { } schema)
        {
            var problems = new SchemaCheck(await _document.Value).Problems(JsonElement.Parse(text), schema);
            Assert.True(problems.Count == 0, $"{what} answered {status}, not as described: {string.Join("; ", problems)} in {text}");
        }
        else
        {
            Assert.True(text.Length == 0, $"{what} answered {status} with a body, which is not described: {text}");
        }
    }
}
