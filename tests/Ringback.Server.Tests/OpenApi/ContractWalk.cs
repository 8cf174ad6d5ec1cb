using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>
/// Walks one OpenAPI document and finds what of it another does not have: operations, parameters, defaults, statuses,
/// schema properties, required lists, types, formats and values of enums. What the other has beyond it is no matter,
/// except that it must not ask more of callers.
/// </summary>
internal sealed class ContractWalk
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonNode _contract;
    private readonly JsonNode _served;
    private readonly List<string> _missing = [];

    private ContractWalk(JsonNode contract, JsonNode served)
    {
        _contract = contract;
        _served = served;
    }

    /// <summary>What is missing, a line each, by its place.</summary>
    public static IReadOnlyList<string> Missing(JsonNode contract, JsonNode served)
    {
        var walk = new ContractWalk(contract, served);
        walk.Document();
        return walk._missing;
    }

    private void Document()
    {
        foreach (var (path, item) in Members(_contract["paths"]))
        {
            foreach (var method in Methods.Where(method => item![method] is not null))
            {
                var place = $"{method} {path}";
                if (Need(place, _served["paths"]?[path]?[method]) is { } served)
                {
                    Operation(place, item![method]!, served, item, _served["paths"]![path]!);
                }
            }
        }

        foreach (var (kind, items) in Members(_contract["components"]))
        {
            foreach (var (name, item) in Members(items))
            {
                var place = $"components.{kind}.{name}";
                if (Need(place, _served["components"]?[kind]?[name]) is { } served && kind == "schemas")
                {
                    Schema(place, item!, served, []);
                }
                else if (kind == "securitySchemes")
                {
                    Same(place, item, _served["components"]?[kind]?[name], "type", "scheme");
                }
            }
        }

        Security("document", _contract, _served);
        if (ServerPath(_contract) != ServerPath(_served))
        {
            _missing.Add($"servers: {ServerPath(_contract)}");
        }
    }

    private void Operation(string place, JsonNode contract, JsonNode served, JsonNode item, JsonNode servedItem)
    {
        Same(place, contract, served, "operationId");
        Security(place, contract, served);
        foreach (var tag in Items(contract["tags"]).Where(tag => !Contains(served["tags"], tag)))
        {
            _missing.Add($"{place} tag {tag}");
        }

        var parameters = Items(item["parameters"]).Concat(Items(contract["parameters"])).ToList();
        var servedParameters = Items(servedItem["parameters"]).Concat(Items(served["parameters"])).ToList();
        foreach (var parameter in parameters)
        {
            var name = $"{place} parameter {parameter!["in"]} {parameter["name"]}";
            if (Need(name, servedParameters.Find(other => IsSame(parameter, other))) is { } same)
            {
                Same(name, parameter, same, "required");
                Schema(name, parameter["schema"]!, same["schema"] ?? new JsonObject(), []);
            }
        }

        _missing.AddRange(servedParameters
            .Where(other => IsTrue(other!["required"]) && !parameters.Exists(parameter => IsSame(other, parameter)))
            .Select(other => $"{place} demands {other!["name"]}"));

        if (contract["requestBody"] is { } body && Need($"{place} body", served["requestBody"]) is { } servedBody)
        {
            Same($"{place} body", body, servedBody, "required");
            Content($"{place} body", body, servedBody);
        }

        foreach (var (status, response) in Members(contract["responses"]))
        {
            if (Need($"{place} status {status}", served["responses"]?[status]) is { } servedResponse)
            {
                Content($"{place} status {status}", response!, servedResponse);
            }
        }
    }

    private void Content(string place, JsonNode contract, JsonNode served)
    {
        foreach (var (mediaType, content) in Members(contract["content"]))
        {
            if (Need($"{place} {mediaType}", served["content"]?[mediaType]) is { } servedContent)
            {
                Schema(place, content!["schema"]!, servedContent["schema"] ?? new JsonObject(), []);
            }
        }
    }

    private void Schema(string place, JsonNode contract, JsonNode served, HashSet<string> seen)
    {
        if (contract["$ref"]?.ToString() is { } reference && !seen.Add(reference))
        {
            return;
        }

        contract = Resolve(_contract, contract);
        served = Resolve(_served, served);
        Same(place, contract, served, "type", "format", "default");
        foreach (var value in Items(contract["enum"]).Where(value => !Contains(served["enum"], value)))
        {
            _missing.Add($"{place} value {value}");
        }

        if (contract["enum"] is null && served["enum"] is not null)
        {
            _missing.Add($"{place} any value");
        }

        foreach (var name in Items(contract["required"]).Where(name => !Contains(served["required"], name)))
        {
            _missing.Add($"{place} required {name}");
        }

        foreach (var (name, property) in Members(contract["properties"]))
        {
            if (Need($"{place}.{name}", served["properties"]?[name]) is { } servedProperty)
            {
                Schema($"{place}.{name}", property!, servedProperty, [.. seen]);
            }
        }

        if (contract["items"] is { } items && Need($"{place}[]", served["items"]) is { } servedItems)
        {
            Schema($"{place}[]", items, servedItems, seen);
        }
    }

    private void Same(string place, JsonNode? contract, JsonNode? served, params string[] names) =>
        _missing.AddRange(names
            .Where(name => contract?[name] is { } wanted && !JsonNode.DeepEquals(wanted, served?[name]))
            .Select(name => $"{place} {name} {contract![name]}"));

    private void Security(string place, JsonNode contract, JsonNode served) =>
        _missing.AddRange(Items(contract["security"])
            .Where(wanted => !Contains(served["security"], wanted))
            .Select(wanted => $"{place} security {wanted!.ToJsonString()}"));

    private JsonNode? Need(string place, JsonNode? served)
    {
        if (served is null)
        {
            _missing.Add(place);
        }

        return served;
    }

    private static bool IsTrue(JsonNode? node) => node is not null && node.GetValue<bool>();

    private static bool IsSame(JsonNode? one, JsonNode? other) =>
        one?["name"]?.ToString() == other?["name"]?.ToString() && one?["in"]?.ToString() == other?["in"]?.ToString();

    private static string? ServerPath(JsonNode document) =>
        document["servers"]?[0]?["url"] is { } url
            ? new Uri(new Uri("https://example.com/openapi/v1.json"), url.ToString()).AbsolutePath
            : null;

    private static JsonNode Resolve(JsonNode document, JsonNode schema)
    {
        while (schema["$ref"]?.ToString() is { } reference)
        {
            schema = reference[2..].Split('/').Aggregate(document, (node, name) => node[name]
                ?? throw new InvalidOperationException($"{reference} points nowhere."));
        }

        return schema;
    }

    private static bool Contains(JsonNode? list, JsonNode? value) =>
        Items(list).Any(item => JsonNode.DeepEquals(item, value));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node as JsonObject ?? [];

    private static IEnumerable<JsonNode?> Items(JsonNode? node) => node as JsonArray ?? [];
}
