using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Ringback.LoadTest.Load;

/// <summary>The JSON of consecutive events: new messages, with data that makes a callback of about 1.1 KB.</summary>
internal static class EventBatch
{
    private static readonly string PersonId = WebexIds.Of("PEOPLE", 7);
    private static readonly string Created =
        DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static ReadOnlyMemory<byte> Write(Workload workload, int first, int count)
    {
        var buffer = new ArrayBufferWriter<byte>(640 * count);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        for (var number = first; number < first + count; number++)
        {
            WriteEvent(json, workload, number);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> WriteOne(Workload workload, int number)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        WriteEvent(json, workload, number);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteEvent(Utf8JsonWriter json, Workload workload, int number)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, $"load-{number}");
        json.WriteString("resource"u8, "messages"u8);
        json.WriteString("type"u8, "created"u8);
        json.WriteString("actorId"u8, PersonId);
        json.WriteStartObject("data"u8);
        json.WriteString("id"u8, WebexIds.Of("MESSAGE", number));
        json.WriteString("roomId"u8, workload.RoomIdOfEvent(number));
        json.WriteString("roomType"u8, "group"u8);
        json.WriteString("text"u8, "The build of the release branch is green again, thank you all."u8);
        json.WriteString("personId"u8, PersonId);
        json.WriteString("personEmail"u8, "matt@example.com"u8);
        json.WriteString("created"u8, Created);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
