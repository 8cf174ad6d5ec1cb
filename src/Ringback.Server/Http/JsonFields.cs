using System.Text.Json;
using Ringback.Installation;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;

namespace Ringback.Server.Http;

/// <summary>
/// Reads fields of a JSON object by their types and collects what is wrong with them, so that an answer names every
/// field at once. An absent field and a null are the same.
/// </summary>
internal sealed class JsonFields(JsonElement element, string path)
{
    private readonly List<string> _problems = [];

    /// <summary>A sentence for each field of a wrong type.</summary>
    public List<string> Problems => _problems;

    /// <summary>A string; null when it is absent or wrong.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? String(name, value)
            : Wrong<string>(name, "a string", value);
    }

    /// <summary>An ISO 8601 time with a zone; null when it is absent or wrong.</summary>
    public DateTimeOffset? Time(string name)
    {
        var before = _problems.Count;
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (WebexTimestamp.TryParse(text, out var time))
        {
            return time;
        }

        if (_problems.Count == before)
        {
            _problems.Add($"{path}{name} must be a time such as 2026-01-31T12:00:00.000Z; \"{Excerpt.Of(text)}\" came");
        }

        return null;
    }

    /// <summary>A list of non-empty strings; null when it is absent or wrong.</summary>
    public List<string>? Texts(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Wrong<List<string>>(name, "an array of strings", value);
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.ValueEquals(""))
            {
                return Wrong<List<string>>($"{name}[{texts.Count}]", "a string that is not empty", item);
            }

            if (String($"{name}[{texts.Count}]", item) is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }

    /// <summary>Any value; undefined when it is absent.</summary>
    public JsonElement Value(string name) => TryGet(name, out var value) ? value : default;

    private bool TryGet(string name, out JsonElement value) =>
        element.TryGetMember(name, out value) && value.ValueKind != JsonValueKind.Null;

    private string? String(string name, JsonElement value)
    {
        try
        {
            var text = value.GetString()!;
            if (!text.Contains('\0'))
            {
                return text;
            }

            // A store would cut the text there, or refuse it.
            _problems.Add($"{path}{name} holds the character U+0000, which is not allowed in text");
        }
        catch (InvalidOperationException)
        {
            _problems.Add($"{path}{name} holds half of a surrogate pair, which is not text");
        }

        return null;
    }

    private T? Wrong<T>(string name, string allowed, JsonElement came)
        where T : class
    {
        _problems.Add($"{path}{name} must be {allowed}; {Word(came)} came");
        return null;
    }

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {Excerpt.Of(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
