using System.Text;

namespace Ringback.Storage.Maintenance;

/// <summary>
/// Values as bytes, the same whichever database they come from: times to the millisecond, and without U+0000 in text, which
/// PostgreSQL cannot hold. Each value says what it is and how long, so that no two rows have the same bytes.
/// </summary>
internal static class RowEncoding
{
    private const byte Null = 0;
    private const byte Integer = 1;
    private const byte Text = 2;
    private const byte Bytes = 3;
    private const byte Id = 4;
    private const byte Time = 5;
    private const byte List = 6;

    /// <summary>Writes values one after the other.</summary>
    public static void Write(Stream output, IEnumerable<object?> values)
    {
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        foreach (var value in values)
        {
            Write(writer, value);
        }
    }

    /// <summary>A key as bytes, to be kept as the place where a copy goes on.</summary>
    public static byte[] ToBytes(object[] key)
    {
        using var bytes = new MemoryStream();
        Write(bytes, key);
        return bytes.ToArray();
    }

    /// <summary>The key again; its times have lost the fractions of a millisecond.</summary>
    public static object[] ToKey(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var key = new List<object>();
        while (reader.BaseStream.Position < bytes.Length)
        {
            key.Add(Read(reader));
        }

        return [.. key];
    }

    /// <summary>Text as every database can hold it.</summary>
    public static string Plain(string text) => text.Replace('\0', '\uFFFD');

    private static void Write(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Write(Null);
                break;
            case long number:
                writer.Write(Integer);
                writer.Write(number);
                break;
            case bool flag:
                Write(writer, flag ? 1L : 0L);
                break;
            case string text:
                WriteBytes(writer, Text, Encoding.UTF8.GetBytes(Plain(text)));
                break;
            case byte[] bytes:
                WriteBytes(writer, Bytes, bytes);
                break;
            case Guid id:
                writer.Write(Id);
                writer.Write(id.ToByteArray(bigEndian: true));
                break;
            case DateTimeOffset time:
                writer.Write(Time);
                writer.Write(time.ToUnixTimeMilliseconds());
                break;
            case System.Collections.ICollection list:
                writer.Write(List);
                writer.Write(list.Count);
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                break;
            default:
                throw new ArgumentException($"No column holds a {value.GetType()}.", nameof(value));
        }
    }

    private static void WriteBytes(BinaryWriter writer, byte kind, byte[] bytes)
    {
        writer.Write(kind);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static object Read(BinaryReader reader) => reader.ReadByte() switch
    {
        Integer => reader.ReadInt64(),
        Text => Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())),
        Id => new Guid(reader.ReadBytes(16), bigEndian: true),
        Time => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
        var kind => throw new InvalidDataException($"No key holds a value of kind {kind}."),
    };
}
