using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ringback.Cli.Demo;

/// <summary>
/// What <c>JSON.stringify(JSON.parse(text))</c> gives in JavaScript, for the kind of JSON that the demo's callbacks
/// hold: many receivers verify the signature over that, not over the bytes that came.
/// </summary>
internal static class JavaScriptJson
{
    /// <summary>Writes an element as JavaScript would.</summary>
    public static string Stringify(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().Select(
            member => $"{Quote(member.Name)}:{Stringify(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Stringify))}]",
        JsonValueKind.String => Quote(element.GetString()!),
        JsonValueKind.Number => element.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => element.GetRawText(),
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
