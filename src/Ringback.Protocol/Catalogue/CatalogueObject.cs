using System.Text.Json;

namespace Ringback.Protocol.Catalogue;

/// <summary>An object of a catalogue file, read field by field; a wrong one throws, and says where it is.</summary>
internal readonly struct CatalogueObject
{
    private readonly JsonElement _json;
    private readonly string? _resource;
    private readonly string _prefix;

    private CatalogueObject(JsonElement json, string? resource, string place)
    {
        _json = json;
        _resource = resource;
        _prefix = place.Length == 0 ? "" : place + ".";
    }

    /// <summary>Takes an object that may have only the allowed fields.</summary>
    public static CatalogueObject Of(
        JsonElement json, string? resource, string place, params ReadOnlySpan<string> allowed)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CatalogueException(
                resource, place.Length == 0 ? "(the file)" : place, $"came {Show(json)}; allowed is an object");
        }

        var self = new CatalogueObject(json, resource, place);
        foreach (var field in json.EnumerateObject())
        {
            if (!allowed.Contains(field.Name))
            {
                throw self.Problem(
                    field.Name, $"is not a field of this object; allowed are {string.Join(", ", allowed!)}");
            }
        }

        return self;
    }

    /// <summary>An exception about one of its fields.</summary>
    public CatalogueException Problem(string field, string problem) => new(_resource, _prefix + field, problem);

    /// <summary>The same object, once it is known to describe a resource: problems then name the resource.</summary>
    public CatalogueObject AsResource(string name) => new(_json, name, "");

    /// <summary>A text that must be there.</summary>
    public string Text(string field) => TextOrNull(field) ?? throw Problem(field, "is missing; it must be a text");

    /// <summary>A text, or null when it is not there.</summary>
    public string? TextOrNull(string field) => !_json.TryGetProperty(field, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Problem(field, $"came {Show(value)}; allowed is a text");

    /// <summary>A name that must be there.</summary>
    public string Name(string field) => CheckName(field, Text(field));

    /// <summary>A list of names, none twice; null when it is not there.</summary>
    public string[]? Names(string field)
    {
        var names = Texts(field);
        for (var i = 0; i < names?.Length; i++)
        {
            CheckName($"{field}[{i}]", names[i]);
        }

        return names;
    }

    /// <summary>A list of texts, none empty, none twice; null when it is not there.</summary>
    public string[]? Texts(string field)
    {
        if (!_json.TryGetProperty(field, out var list))
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var item in Items(field, list))
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (text.Length == 0 || texts.Contains(text))
            {
                throw Problem(
                    $"{field}[{texts.Count}]", $"came {Show(item)}; allowed is a text, not empty and not there twice");
            }

            texts.Add(text);
        }

        return [.. texts];
    }

    /// <summary>The elements of a list; none when it is not there.</summary>
    public IEnumerable<JsonElement> Items(string field) =>
        _json.TryGetProperty(field, out var list) ? Items(field, list) : [];

    /// <summary>An element that is an object with only the allowed fields; null when it is not there.</summary>
    public CatalogueObject? ObjectOrNull(string field, params ReadOnlySpan<string> allowed) =>
        _json.TryGetProperty(field, out var value) ? Of(value, _resource, _prefix + field, allowed) : null;

    /// <summary>True or false; false when it is not there.</summary>
    public bool Flag(string field) => _json.TryGetProperty(field, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Problem(field, $"came {Show(value)}; allowed are true, false"),
    };

    /// <summary>A whole number within bounds, or null when it is not there.</summary>
    public int? Number(string field, int least, int most)
    {
        if (!_json.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number >= least && number <= most
            ? number
            : throw Problem(field, $"came {Show(value)}; allowed are {least} to {most}");
    }

    private JsonElement.ArrayEnumerator Items(string field, JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray()
        : throw Problem(field, $"came {Show(list)}; allowed is a list");

    private string CheckName(string field, string name) =>
        name.Length <= 64 && char.IsAsciiLetter(name.FirstOrDefault())
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? name
            : throw Problem(
                field, $"came '{name}'; allowed are a letter and then up to 63 letters, digits, '_', '-' and '.'");

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
