namespace Ringback.Events;

/// <summary>
/// Makes the ids of events: UUIDs version 7 that ascend even within a millisecond, so that a store's index by id is the
/// order of publishing too, and the event feed needs no index of its own. Thread-safe.
/// </summary>
internal sealed class EventIds
{
    private const int CounterBits = 12;

    private long _last;

    /// <summary>The next id: greater than all before, also when the clock went back.</summary>
    public Guid Next(DateTimeOffset now)
    {
        var earliest = now.ToUnixTimeMilliseconds() << CounterBits;
        long last, next;
        do
        {
            last = Interlocked.Read(ref _last);
            next = Math.Max(last + 1, earliest);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        // The 12 bits beside the version are a counter; one that is full runs over into the time.
        var time = DateTimeOffset.FromUnixTimeMilliseconds(next >> CounterBits);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | ((next >> 8) & 0x0F));
        bytes[7] = (byte)next;
        return new Guid(bytes, bigEndian: true);
    }
}
