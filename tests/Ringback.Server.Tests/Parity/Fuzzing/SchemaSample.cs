using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>A value that a schema of the description allows, with all that it may have.</summary>
internal static class SchemaSample
{
    /// <summary>The value.</summary>
    public static JsonNode Of(JsonNode? schema, JsonObject document)
    {
        if (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            return Of(document["components"]!["schemas"]![reference.Split('/')[^1]], document);
        }

        if (schema?["oneOf"] is JsonArray { Count: > 0 } choices)
        {
            return Of(choices[^1], document);
        }

        return schema?["enum"] is JsonArray { Count: > 0 } words ? words[0]!.DeepClone() : Plain(schema, document);
    }

    private static JsonNode Plain(JsonNode? schema, JsonObject document)
    {
        switch (schema?["type"]?.ToString())
        {
            case "object":
                var fields = new JsonObject();
                foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
                {
                    fields[name] = Of(property, document);
                }

                return fields;
            case "array":
                return new JsonArray(Of(schema["items"], document));
            case "integer" or "number":
                return JsonValue.Create(1);
            case "boolean":
                return JsonValue.Create(true);
            default:
                return JsonValue.Create(schema?["format"]?.ToString() switch
                {
                    "uri" => "http://127.0.0.1:9/",
                    "date-time" => "2026-01-31T12:00:00.000Z",
                    _ => "text",
                });
        }
    }
}
