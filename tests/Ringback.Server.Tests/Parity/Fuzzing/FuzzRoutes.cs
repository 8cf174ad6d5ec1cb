using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>The routes to ask: every operation that the server's own description tells, and some that it does not.</summary>
internal sealed partial class FuzzRoutes
{
    // Beside an operation with a weight of 100. The description and the page are large, and take no parameters.
    private static readonly FuzzRoute[] Untold =
    [
        FuzzRoute.Untold("GET", "/openapi/v1.json", 1), FuzzRoute.Untold("GET", "/openapi/{id}.json", 4),
        FuzzRoute.Untold("GET", "/docs", 2), FuzzRoute.Untold("GET", "/docs/{id}", 4), FuzzRoute.Untold("GET", "/metrics", 4),
        FuzzRoute.Untold("GET", "/", 10), FuzzRoute.Untold("GET", "/v1", 10), FuzzRoute.Untold("OPTIONS", "*", 10),
    ];

    private readonly List<FuzzRoute> _routes = [];
    private readonly int _weight;

    private FuzzRoutes(JsonObject document)
    {
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            var prefix = methods!["servers"] is null ? "/v1" : "";
            foreach (var (method, operation) in methods.AsObject().Where(member => member.Key != "servers"))
            {
                _routes.Add(Route(document, method.ToUpperInvariant(), prefix + path, operation!.AsObject()));
            }
        }

        _routes.AddRange(Untold);
        _weight = _routes.Sum(route => route.Weight);
    }

    /// <summary>Every route.</summary>
    public IReadOnlyList<FuzzRoute> All => _routes;

    /// <summary>Asks a server for its description.</summary>
    public static async Task<FuzzRoutes> ReadAsync(RunningServer server) => new(JsonNode.Parse(
        (await server.Anonymous.SendAsync("GET", "openapi/v1.json")).ShouldBe(HttpStatusCode.OK).Text)!.AsObject());

    /// <summary>One of them, the important ones more often.</summary>
    public FuzzRoute Any(Random random)
    {
        var at = random.Next(_weight);
        foreach (var route in _routes)
        {
            at -= route.Weight;
            if (at < 0)
            {
                return route;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    private static FuzzRoute Route(JsonObject document, string method, string path, JsonObject operation)
    {
        var id = operation["operationId"]!.GetValue<string>();
        var content = operation["requestBody"]?["content"]?.AsObject();
        var told = content?.Select(type => SchemaSample.Of(type.Value!["schema"], document)).ToList() ?? [];
        var queries = operation["parameters"]?.AsArray()
            .Where(parameter => parameter!["in"]!.GetValue<string>() == "query")
            .Select(parameter => parameter!["name"]!.GetValue<string>()) ?? [];
        return new FuzzRoute(method, Parameter().Replace(path, "{id}"), [.. FuzzBodies.Of(id), .. told], [.. queries], Weight(id))
        {
            ReadsLines = content?.ContainsKey("application/x-ndjson") ?? false,
        };
    }

    private static int Weight(string operationId) => operationId switch
    {
        "createWebhook" or "publishEvents" => 800,
        "updateWebhook" or "deleteWebhook" => 600,
        "listTokens" or "getLiveness" or "getReadiness" => 20,
        _ => 200,
    };

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
