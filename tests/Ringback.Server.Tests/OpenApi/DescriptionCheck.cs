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

    // What is beside these paths is not the API's.
    private static readonly Regex Roots = new("^/(v1|webhooks|events|tokens|people)(/|$)", RegexOptions.IgnoreCase);

    private readonly Lazy<Task<JsonNode>> _document = new(() => ReadAsync(inner, server));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri is { } url && url.Host == server.Host && url.Port == server.Port && Roots.IsMatch(url.AbsolutePath))
        {
            await CheckAsync(request.Method, url.AbsolutePath, response, cancellationToken);
        }

        return response;
    }

    /// <summary>Reads the description now, while the server is there to be asked for it.</summary>
    public Task ReadAsync() => _document.Value;

    private static async Task<JsonNode> ReadAsync(HttpMessageHandler handler, Uri server)
    {
        using var client = new HttpClient(handler, disposeHandler: false);
        return JsonNode.Parse(await client.GetStringAsync(new Uri(server, "openapi/v1.json")))!;
    }

    private async Task CheckAsync(
        HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (what, status) = ($"{method} {path}", (int)response.StatusCode);
        var operations = await FindAsync(path);
        if (operations?[method.Method.ToLowerInvariant()] is { } operation)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            await CheckAsync(what, operation, response, cancellationToken);
        }
        else if (operations is null)
        {
            // A preflight is answered whether the path is there or not.
            Assert.True(status == 404 || (status == 204 && method == HttpMethod.Options),
                $"{what} answered {status}, and the path is not described.");
        }
        else if (method == HttpMethod.Head && operations["get"] is { } get)
        {
            Assert.True(get["responses"]?[$"{status}"] is not null, $"{what} answered {status}, which is not described for GET.");
        }
        else
        {
            Assert.True(status == 405 || (status == 204 && method == HttpMethod.Options),
                $"{what} answered {status}, and the method is not described.");
        }
    }

    private async Task<JsonNode?> FindAsync(string path)
    {
        var relative = Regex.Replace(path.TrimEnd('/'), "^/v1(?=/)", "", RegexOptions.IgnoreCase);
        foreach (var (template, operations) in (await _document.Value)["paths"]!.AsObject())
        {
            if (Regex.IsMatch(relative, $"^{Regex.Replace(template, @"\{\w+\}", "[^/]+")}$", RegexOptions.IgnoreCase))
            {
                return operations;
            }
        }

        return null;
    }

    private async Task CheckAsync(string what, JsonNode operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (operation["responses"]?[$"{status}"] is not { } described)
        {
            Assert.Fail($"{what} answered {status}, which is not described.");
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
