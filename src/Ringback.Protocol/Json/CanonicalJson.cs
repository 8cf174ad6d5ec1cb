using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ringback.Protocol.Json;

/// <summary>
/// Writes JSON so that <c>JSON.stringify(JSON.parse(text))</c> gives the same bytes. Widely used receivers check a
/// callback's signature over the body as they write it again, not as it came.
/// </summary>
/// <remarks>
/// As JavaScript does: a number becomes the shortest text of its double and null when it is too large for one; of equal
/// keys the last value stands at the first one's place; keys that are array indices come first, in ascending order. An
/// element that holds nothing (<see cref="JsonValueKind.Undefined"/>) is an <see cref="InvalidOperationException"/>.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>Writes a JSON value in its canonical form.</summary>
    public static void Write(JsonElement element, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        WriteValue(element, ref utf8);
        utf8.Flush();
    }

    /// <summary>
    /// Writes an object without those of its own members that are withheld; members of members are not looked at.
    /// </summary>
    /// <exception cref="InvalidOperationException">The element is not an object.</exception>
    public static void WriteObject(JsonElement element, IBufferWriter<byte> output, IReadOnlySet<string>? withheld)
    {
        var utf8 = new Utf8Output(output);
        CanonicalObject.Write(element, withheld, ref utf8);
        utf8.Flush();
    }

    /// <summary>
    /// Whether a number, as JSON has it, is still the same when it is written: an integer to its last digit, anything else unless
    /// it is too large for a double.
    /// </summary>
    public static bool Keeps(ReadOnlySpan<byte> number) => CanonicalNumber.IsKept(number);

    /// <summary>Writes a string with its quotes; a lone surrogate is escaped.</summary>
    public static void WriteString(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        CanonicalString.Write(text, ref utf8);
        utf8.Flush();
    }

    /// <summary>Writes a value into bytes of its own.</summary>
    public static byte[] ToBytes(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(element, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value of any kind.</summary>
    internal static void WriteValue(JsonElement element, ref Utf8Output output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                CanonicalObject.Write(element, withheld: null, ref output);
                break;
            case JsonValueKind.Array:
                WriteArray(element, ref output);
                break;
            case JsonValueKind.String:
                CanonicalString.WriteRaw(JsonMarshal.GetRawUtf8Value(element)[1..^1], ref output);
                break;
            case JsonValueKind.Number:
                CanonicalNumber.Write(JsonMarshal.GetRawUtf8Value(element), ref output);
                break;
            default:
                output.Append(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    private static void WriteArray(JsonElement array, ref Utf8Output output)
    {
        output.Append((byte)'[');
        var first = true;
        foreach (var item in array.EnumerateArray())
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            WriteValue(item, ref output);
        }

        output.Append((byte)']');
    }
}
