using System.Text.Json;
using System.Text.Json.Serialization;
using Ringback.Protocol.Ids;

namespace Ringback.Protocol.Json;

/// <summary>Reads and writes times in JSON as <see cref="WebexTimestamp"/> does.</summary>
public sealed class WebexTimestampConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && WebexTimestamp.TryParse(reader.GetString(), out var time))
        {
            return time;
        }

        throw new JsonException("Expected an ISO 8601 time with a zone, such as 2015-10-18T14:26:16.000Z.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WebexTimestamp.Format(value));
}
