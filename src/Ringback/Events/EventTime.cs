using System.Buffers.Binary;

namespace Ringback.Events;

/// <summary>The time in the ids of events and deliveries: a UUID version 7 begins with milliseconds since 1970.</summary>
internal static class EventTime
{
    /// <summary>When an event was published, by its id or by one of its deliveries'.</summary>
    public static DateTimeOffset Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }

    /// <summary>An id that is not greater than any of that time, and greater than all of earlier times.</summary>
    public static Guid FirstId(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
