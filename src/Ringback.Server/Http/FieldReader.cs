using System.Text.Json;
using Ringback.Installation;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;

namespace Ringback.Server.Http;

/// <summary>
/// Reads JSON once, forward, keeping only the fields that are asked for, and collects their problems, so that an answer names every
/// field at once. The text must be valid UTF-8.
/// </summary>
/// <exception cref="JsonException">The text is not JSON, wherever that is found out.</exception>
internal ref struct FieldReader
{
    /// <summary>How many objects and arrays may lie in each other, the outermost one counted.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlyMemory<byte> _json;
    private Utf8JsonReader _reader;
    private int _floor;

    /// <summary>Goes to the first token.</summary>
    public FieldReader(ReadOnlyMemory<byte> json)
    {
        _json = json;

        // The depth is counted here, in words, and from where an event begins.
        _reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        _reader.Read();
    }

    /// <summary>What is wrong with the fields, by their names in the object that is being read.</summary>
    public List<Problem> Problems { get; private set; } = [];

    /// <summary>Whether the JSON is nested too deeply: then the rest of it was not read.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>What kind of value is next.</summary>
    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where the value that is next begins, in bytes.</summary>
    public readonly int Start => (int)_reader.TokenStartIndex;

    /// <summary>Where what was read last ends, in bytes.</summary>
    public readonly int End => (int)_reader.BytesConsumed;

    /// <summary>Says that the value that is next is one of its own: its depth counts from here, its problems are kept apart.</summary>
    public void Begin()
    {
        _floor = _reader.CurrentDepth;
        Problems = [];
    }

    /// <summary>Goes on with an object in which one of its own was read.</summary>
    public void Resume(List<Problem> problems)
    {
        _floor = 0;
        Problems = problems;
    }

    /// <summary>Goes to the value of the next member of the object; false at its end.</summary>
    public bool NextMember() => !IsTooDeep && _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes to the next item of the array; false at its end.</summary>
    public bool NextItem() => !IsTooDeep && _reader.Read() && _reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the member that <see cref="NextMember"/> came to has a name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name)
    {
        try
        {
            return _reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException) when (_reader.ValueIsEscaped)
        {
            // A name that holds half a surrogate pair: valid JSON, and no text.
            return false;
        }
    }

    /// <summary>Goes from a member's name to its value.</summary>
    public void ToValue() => _reader.Read();

    /// <summary>Goes to the end of the whole text, which must follow.</summary>
    public void ToEnd() => _reader.Read();

    /// <summary>A string; null when it is null or wrong.</summary>
    public string? Text(string field)
    {
        if (_reader.TokenType is JsonTokenType.String)
        {
            return Unescaped(field);
        }

        Wrong(field, "a string");
        return null;
    }

    /// <summary>An ISO 8601 time with a zone; null when it is null or wrong.</summary>
    public DateTimeOffset? Time(string field)
    {
        var before = Problems.Count;
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (WebexTimestamp.TryParse(text, out var time))
        {
            return time;
        }

        if (Problems.Count == before)
        {
            Problems.Add(Problem.Of(field, $"must be a time such as 2026-01-31T12:00:00.000Z; \"{Excerpt.Of(text)}\" came"));
        }

        return null;
    }

    /// <summary>A whole number within bounds; null when it is null or wrong.</summary>
    public int? Whole(string field, int least, int most)
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Wrong(field, $"a whole number from {least} to {most}, or null");
        return null;
    }

    /// <summary>A list of texts, none empty; null when it is null or wrong.</summary>
    public List<string>? Texts(string field, int maxCount, int maxLength)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            Wrong(field, "an array of strings");
            return null;
        }

        List<string>? texts = [];
        while (NextItem())
        {
            if (texts is null)
            {
                Skip();
            }
            else if (texts.Count == maxCount)
            {
                Problems.Add(Problem.Of(field, $"must have at most {maxCount} items"));
                texts = null;
                Skip();
            }
            else if (Item($"{field}[{texts.Count}]", maxLength) is { } text)
            {
                texts.Add(text);
            }
            else
            {
                texts = null;
            }
        }

        return texts;
    }

    /// <summary>Any value as it came; empty when it is null or wrong.</summary>
    public ReadOnlyMemory<byte> Any(string field)
    {
        var start = Start;
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        Skip(field);
        return IsTooDeep ? default : _json[start..End];
    }

    /// <summary>Passes over a value.</summary>
    public void Skip() => Skip(null);

    private void Skip(string? checkedField)
    {
        var depth = _reader.CurrentDepth;
        do
        {
            if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                IsTooDeep |= _reader.CurrentDepth - _floor >= MaxDepth;
            }
            else if (checkedField is not null && _reader.TokenType == JsonTokenType.Number
                && !CanonicalJson.Keeps(_reader.ValueSpan))
            {
                Problems.Add(Problem.Of(checkedField,
                    $"holds the number {Came()}, which a double cannot keep; send it as a string"));
                checkedField = null;
            }
        }
        while (!IsTooDeep && !IsOver(depth) && _reader.Read());
    }

    private readonly bool IsOver(int depth) =>
        _reader.CurrentDepth == depth && _reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    // Only made when it is wanted: a list may be long.
    private string? Item(string field, int maxLength)
    {
        if (_reader.TokenType != JsonTokenType.String || _reader.ValueTextEquals(""u8))
        {
            Wrong(field, "a string that is not empty");
            if (_reader.TokenType == JsonTokenType.Null)
            {
                Problems.Add(Problem.Of(field, "must be a string that is not empty; null came"));
            }

            return null;
        }

        var text = Unescaped(field);
        if (text?.Length > maxLength)
        {
            Problems.Add(Problem.Of(field, $"must have 1 to {maxLength} characters; {text.Length} came"));
            return null;
        }

        return text;
    }

    private readonly string? Unescaped(string field)
    {
        try
        {
            var text = _reader.GetString()!;
            if (!text.Contains('\0'))
            {
                return text;
            }

            // A store would cut the text there, or refuse it.
            Problems.Add(Problem.Of(field, "holds the character U+0000, which is not allowed in text"));
        }
        catch (InvalidOperationException)
        {
            Problems.Add(Problem.Of(field, "holds half of a surrogate pair, which is not text"));
        }

        return null;
    }

    private void Wrong(string field, string allowed)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Problems.Add(Problem.Of(field, $"must be {allowed}; {Word()} came"));
        Skip();
    }

    private readonly string Word() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => $"the number {Came()}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private readonly string Came() => Excerpt.Of(System.Text.Encoding.ASCII.GetString(_reader.ValueSpan));
}
