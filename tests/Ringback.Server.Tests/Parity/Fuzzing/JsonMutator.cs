using System.Text;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>Writes a value as JSON with mistakes: other types, deep nesting, keys twice, bytes that are no text.</summary>
internal sealed class JsonMutator(Random random)
{
    private static readonly string[] Literals =
    [
        "null", "true", "false", "0", "-1", "-0", "1.50", "1e400", "-1e-400", "9007199254740993", "123456789012345678901234567890",
        "2147483648", "1E+2", "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u2028\\u2029\"", "\"😀é<>&\"",
        "\"all\"", "\"messages\"", "\"created\"", "\"org\"", "\"creator\"", "\"active\"", "\"inactive\"", "\"disabled\"", "\"me\"",
        "[]", "{}", "[null]", "[[]]", "{\"\":0}", "{\"a\":1,\"a\":2}", "[1,\"a\",null,{}]", "\"1\"", "\"true\"", "\"\\r\\nX: y\"",
        "\"2026-01-31T12:00:00.000Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30T00:00:00Z\"",
        "\"-0001-01-01T00:00:00Z\"", "\"12:00\"", "\"http://[::1]:1/\"", "\"http://u:p@127.0.0.1:9/\"", "\"http://127.0.0.1:99999/\"",
        "\"http://%00/\"", "\"http://a..b/\"", "\"http://xn--/\"", "\"file:///etc/passwd\"", "\"http://\"", "\"//x/\"", "\"http:///x\"",
        "\"http://127.1/\"", "\"http://0x7f.1/\"", "\"HTTP://EXAMPLE.COM\"", "\"http://éxample.com/\\ud83d\\ude00\"", "\"http://a b/\"",
        "\"roomId=%\"", "\"roomId=%F0%9F\"", "\"=\"", "\"&&\"", "\"roomId\"", "\"roomId==&\"", "\"mentionedPeople=me,,me\"",
        "\"roomId=a&roomId=b\"", "\"hasFiles=TRUE\"", "\"isModerator=true\"", "\"roomId=%00\"", "\"personEmail=A@B\"", "\"roomId=\\ud800\"",
    ];

    private static readonly byte[][] BadBytes =
        [[0xC3, 0x28], [0xED, 0xA0, 0x80], [0xFF], [0xC0, 0xAF], [0x00], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0x1F]];

    /// <summary>The value as bytes; about one field in <paramref name="oneIn"/> is changed.</summary>
    public byte[] Write(JsonNode? value, int oneIn)
    {
        var text = new StringBuilder();
        Append(text, value, oneIn);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(oneIn * 3) == 0 ? Spoil(bytes) : bytes;
    }

    private void Append(StringBuilder text, JsonNode? value, int oneIn)
    {
        if (random.Next(oneIn) == 0)
        {
            AppendOther(text, value);
            return;
        }

        switch (value)
        {
            case JsonObject fields:
                AppendFields(text, fields, oneIn);
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    text.Append(i > 0 ? "," : "");
                    Append(text, items[i], oneIn);
                }

                text.Append(']');
                break;
            default:
                text.Append(value?.ToJsonString() ?? "null");
                break;
        }
    }

    private void AppendFields(StringBuilder text, JsonObject fields, int oneIn)
    {
        text.Append('{');
        var isFirst = true;
        foreach (var (name, value) in fields)
        {
            var times = random.Next(oneIn * 2) switch { 0 => 0, 1 => 2, _ => 1 };
            for (var i = 0; i < times; i++)
            {
                var key = random.Next(oneIn * 4) == 0 ? name.ToUpperInvariant() : name;
                text.Append(isFirst ? "" : ",").Append('"').Append(key).Append("\":");
                isFirst = false;
                Append(text, value, oneIn);
            }
        }

        if (random.Next(oneIn * 2) == 0)
        {
            text.Append(isFirst ? "" : ",").Append("\"\\ud800\\u0000extra\":").Append(Literals[random.Next(Literals.Length)]);
        }

        text.Append('}');
    }

    private void AppendOther(StringBuilder text, JsonNode? value)
    {
        switch (random.Next(12))
        {
            case 0:
                text.Append('"').Append(random.Next(3) == 0 ? "😀" : "a").Append('x', random.Next(5000)).Append('"');
                break;
            case 1:
                var depth = random.Next(200) == 0 ? 5000 : random.Next(100);
                text.Append('[', depth).Append(']', depth);
                break;
            case 2:
                depth = random.Next(80);
                text.Insert(text.Length, "{\"a\":", depth).Append('1').Append('}', depth);
                break;
            case 3:
                text.Append(random.Next(2) == 0 ? "-" : "").Append(random.Next()).Append('e').Append(random.Next(-400, 400));
                break;
            case 4:
                text.Append('9', random.Next(1, 400));
                break;
            case 5:
                text.Append('[').Append(value?.ToJsonString() ?? "null").Append(']');
                break;
            case 6 when random.Next(50) == 0:
                text.Append('"').Append('x', 70_000).Append('"');
                break;
            default:
                text.Append(Literals[random.Next(Literals.Length)]);
                break;
        }
    }

    private byte[] Spoil(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(5))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. BadBytes[random.Next(BadBytes.Length)], .. bytes[at..]];
            case 2:
                return [.. bytes, .. bytes[at..]];
            case 3 when bytes.Length > 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            default:
                return random.Next(2) == 0 ? [] : Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes));
        }
    }
}
