using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>An operation that exists, or might: its method, its path with <c>{id}</c>, and bodies that are right for it.</summary>
internal sealed record FuzzRoute(string Method, string Path, JsonNode[]? Bodies = null, int Weight = 2)
{
    private static readonly FuzzRoute[] Routes =
    [
        new("GET", "/v1/webhooks", Weight: 6), new("POST", "/v1/webhooks", FuzzBodies.Webhooks, 16),
        new("GET", "/v1/webhooks/{id}", Weight: 5), new("PUT", "/v1/webhooks/{id}", FuzzBodies.Updates, 12),
        new("DELETE", "/v1/webhooks/{id}", Weight: 8), new("GET", "/v1/webhooks/{id}/settings"),
        new("PUT", "/v1/webhooks/{id}/settings", FuzzBodies.Settings, 4), new("POST", "/v1/events", FuzzBodies.Events, 16),
        new("GET", "/v1/events", Weight: 4), new("GET", "/v1/events/{id}", Weight: 2), new("GET", "/v1/people/me"),
        new("GET", "/v1/tokens", Weight: 1), new("POST", "/v1/tokens", FuzzBodies.Tokens, 3),
        new("DELETE", "/v1/tokens/{id}", Weight: 1), new("GET", "/health/live", Weight: 1), new("GET", "/health/ready", Weight: 1),
        new("GET", "/openapi/v1.json", Weight: 1), new("GET", "/docs", Weight: 1), new("GET", "/", Weight: 1),
        new("GET", "/v1", Weight: 1), new("OPTIONS", "*", Weight: 1),
    ];

    private static readonly FuzzRoute[] Weighted = [.. Routes.SelectMany(route => Enumerable.Repeat(route, route.Weight))];

    /// <summary>One of them, the important ones more often.</summary>
    public static FuzzRoute Any(Random random) => Weighted[random.Next(Weighted.Length)];
}
