using System.Text.Json;
using System.Text.Unicode;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>Says why a text that should be JSON is none.</summary>
internal static class RequestText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without the byte order mark that some programs write before it.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;

    /// <summary>What keeps the text from being read at all; null when nothing does.</summary>
    /// <param name="text">The request's text, in UTF-8.</param>
    /// <param name="what">How to name it.</param>
    public static Problem? Objection(ReadOnlyMemory<byte> text, string what) =>
        text.IsEmpty ? new Problem("", $"{what} is empty; JSON is expected.")
        : Utf8.IsValid(text.Span) ? null
        : new Problem("", $"{what} is not valid UTF-8.");

    /// <summary>Where a text stopped being JSON.</summary>
    public static Problem NotJson(string what, JsonException error) => new("",
        $"{what} is not valid JSON: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");

    /// <summary>Too many objects and arrays in each other.</summary>
    public static Problem TooDeep(string what) => new("",
        $"{what} is nested too deeply; at most {FieldReader.MaxDepth} objects and arrays may lie in each other.");
}
