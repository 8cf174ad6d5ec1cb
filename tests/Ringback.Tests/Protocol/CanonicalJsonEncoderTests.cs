using System.Buffers;
using System.Text.Json;
using CsCheck;
using Ringback.Protocol.Json;

namespace Ringback.Tests.Protocol;

public class CanonicalJsonEncoderTests
{
    [Fact]
    public void A_serializer_escapes_as_canonical_JSON_does()
    {
        var unit = Gen.OneOf(Gen.Char, Gen.Char['\0', '\u007f'], Gen.Char['\ud800', '\udfff'], Gen.Const('\u2028'));

        unit.Array[0, 100].Sample(text => Serialize(text).SequenceEqual(Canonical(text)), iter: 5_000);
    }

    [Fact]
    public void Names_that_are_known_beforehand_are_escaped_alike()
    {
        var name = JsonEncodedText.Encode("\u001f\"é😀\u2028", CanonicalJsonEncoder.Instance);

        Assert.Equal("\\u001f\\\"é😀\u2028", name.ToString());
    }

    [Fact]
    public void Text_that_comes_in_parts_keeps_a_pair_together()
    {
        Span<char> output = stackalloc char[8];

        var status = CanonicalJsonEncoder.Instance.Encode(
            ['a', '\ud83d'], output, out var consumed, out var written, isFinalBlock: false);

        Assert.Equal((OperationStatus.NeedMoreData, 1, 1), (status, consumed, written));
    }

    [Fact]
    public void Text_that_does_not_fit_stops_before_the_escape()
    {
        Span<char> output = stackalloc char[3];

        var status = CanonicalJsonEncoder.Instance.Encode("ab\nc", output, out var consumed, out var written);

        Assert.Equal((OperationStatus.DestinationTooSmall, 2, 2), (status, consumed, written));
    }

    private static byte[] Serialize(char[] text)
    {
        var output = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = CanonicalJsonEncoder.Instance };
        using var writer = new Utf8JsonWriter(output, options);
        writer.WriteStringValue(text.AsSpan());
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Canonical(char[] text)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.WriteString(text, output);
        return output.WrittenSpan.ToArray();
    }
}
