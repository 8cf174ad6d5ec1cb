using Ringback.Events;

namespace Ringback.Storage;

/// <summary>
/// The events that were read last, up to a bound: webhooks that match the same events read them at about the same time, and
/// then share one object, whose data is read, and written out for callbacks, once. Not thread-safe: the writer owns it.
/// </summary>
internal sealed class RecentEvents
{
    private const long MaxBytes = 16 * 1024 * 1024;
    private const int BytesBesideData = 512;

    private readonly Dictionary<Guid, WebhookEvent> _events = [];
    private readonly Queue<WebhookEvent> _oldestFirst = new();
    private long _bytes;

    /// <summary>The event with an id, when it was read not long ago.</summary>
    public WebhookEvent? Find(Guid id) => _events.GetValueOrDefault(id);

    /// <summary>Remembers an event that was just read; the one to use, which is another when it was read before.</summary>
    public WebhookEvent Share(WebhookEvent read)
    {
        if (!_events.TryAdd(read.Id, read))
        {
            return _events[read.Id];
        }

        _oldestFirst.Enqueue(read);
        _bytes += SizeOf(read);
        while (_bytes > MaxBytes)
        {
            var oldest = _oldestFirst.Dequeue();
            _events.Remove(oldest.Id);
            _bytes -= SizeOf(oldest);
        }

        return read;
    }

    // What callbacks send is a second copy, where something is withheld.
    private static long SizeOf(WebhookEvent read) => (2L * read.Data.Length) + BytesBesideData;
}
