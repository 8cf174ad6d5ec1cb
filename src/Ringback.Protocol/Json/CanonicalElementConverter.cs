using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ringback.Protocol.Json;

/// <summary>
/// Carries any JSON value and writes it as <see cref="CanonicalJson"/>: the serializer's own way throws on the lone
/// surrogates that <c>"\uD800"</c> brings in.
/// </summary>
public sealed class CanonicalElementConverter : JsonConverter<JsonElement>
{
    /// <inheritdoc/>
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The element is <see cref="JsonValueKind.Undefined"/>.</exception>
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(value, output);
        writer.WriteRawValue(output.WrittenSpan, skipInputValidation: true);
    }
}
