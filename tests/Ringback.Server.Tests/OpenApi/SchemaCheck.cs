using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>Holds a JSON value against a schema of a document: types, what must be there, what may be, words, lengths.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    private readonly List<string> _problems = [];

    /// <summary>What is not as the schema says.</summary>
    public IReadOnlyList<string> Problems(JsonElement value, JsonNode schema)
    {
        Check("", value, schema);
        return _problems;
    }

    private void Check(string place, JsonElement value, JsonNode schema)
    {
        while (schema["$ref"]?.ToString() is { } reference)
        {
            schema = reference[2..].Split('/').Aggregate(document, (node, name) => node[name]!);
        }

        if (schema["type"]?.ToString() is not { } type)
        {
            _problems.Add($"{place} has no type in the description");
            return;
        }

        if (!IsOf(value, type))
        {
            _problems.Add($"{place} is {value.ValueKind} and not {type}");
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object when schema["properties"] is JsonObject members:
                CheckMembers(place, value, schema, members);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check($"{place}[]", item, schema["items"]!);
                }

                break;
            case JsonValueKind.String:
                CheckText(place, value.GetString()!, schema);
                break;
            default:
                break;
        }
    }

    private void CheckMembers(string place, JsonElement value, JsonNode schema, JsonObject members)
    {
        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            if (!value.TryGetProperty(name!.ToString(), out _))
            {
                _problems.Add($"{place}.{name} is missing");
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            if (members[member.Name] is { } described)
            {
                Check($"{place}.{member.Name}", member.Value, described);
            }
            else
            {
                _problems.Add($"{place}.{member.Name} is not described");
            }
        }
    }

    private void CheckText(string place, string text, JsonNode schema)
    {
        if (schema["enum"] is JsonArray words && !words.Any(word => word!.ToString() == text))
        {
            _problems.Add($"{place} is \"{text}\", which is none of its words");
        }

        if (schema["maxLength"] is { } longest && text.Length > longest.GetValue<int>())
        {
            _problems.Add($"{place} is longer than {longest}");
        }

        if (schema["format"]?.ToString() == "date-time" && !DateTimeOffset.TryParse(text, out _))
        {
            _problems.Add($"{place} is \"{text}\", which is no time");
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => false,
    };
}
