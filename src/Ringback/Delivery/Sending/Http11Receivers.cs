using System.Collections.Concurrent;

namespace Ringback.Delivery.Sending;

/// <summary>Receivers that want HTTP/1.1 although their server offers HTTP/2 (RFC 9113, 7): remembered for a day.</summary>
internal sealed class Http11Receivers(TimeProvider time)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(string Host, int Port), long> _since = new();

    /// <summary>Remembers for a day that a receiver takes HTTP/1.1 only.</summary>
    public void Add(Uri url)
    {
        if (_since.Count >= MaxRemembered)
        {
            // Each costs one exchange more to learn anew.
            _since.Clear();
        }

        _since[(url.IdnHost, url.Port)] = time.GetTimestamp();
    }

    /// <summary>Whether a receiver wants HTTP/1.1.</summary>
    public bool Contains(Uri url) =>
        !_since.IsEmpty
        && _since.TryGetValue((url.IdnHost, url.Port), out var since)
        && time.GetElapsedTime(since) < RememberedFor;
}
