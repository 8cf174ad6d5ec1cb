using Ringback.Delivery.Log;

namespace Ringback.Storage;

/// <summary>Gathers the newest deliveries of a webhook from rows of attempts and of pending deliveries, which come in any order.</summary>
internal sealed class DeliveryLogScan(int limit)
{
    private readonly SortedDictionary<Guid, Found> _found = [];

    /// <summary>How many deliveries to look for: one more than the page has, to know whether there is a next one.</summary>
    public int Wanted => limit + 1;

    /// <summary>Whether a delivery is among the newest, as far as is known.</summary>
    public bool Wants(Guid deliveryId) =>
        _found.Count < Wanted || deliveryId.CompareTo(_found.First().Key) >= 0;

    /// <summary>Adds an attempt to its delivery.</summary>
    /// <param name="attempt">An attempt of any of the webhook's deliveries.</param>
    /// <param name="due">When the delivery's next attempt is due, if this is its last one and it is pending.</param>
    public void Add(LoggedAttempt attempt, DateTimeOffset? due)
    {
        if (Find(attempt.Attempt.DeliveryId, attempt.Attempt.EventId) is { } delivery)
        {
            delivery.Attempts.Add(attempt);
            delivery.Due ??= due;
        }
    }

    /// <summary>Adds a delivery that waits for its first try.</summary>
    public void Add(Guid deliveryId, Guid eventId, DateTimeOffset due)
    {
        if (Find(deliveryId, eventId) is { } delivery)
        {
            delivery.Due = due;
        }
    }

    /// <summary>The gathered deliveries as a page, newest first.</summary>
    public DeliveryLogPage ToPage()
    {
        var items = _found.Reverse().Take(limit).Select(ToDelivery).ToList();
        return new DeliveryLogPage(items, _found.Count > limit ? items[^1].DeliveryId : null);
    }

    private static LoggedDelivery ToDelivery(KeyValuePair<Guid, Found> found) => new()
    {
        DeliveryId = found.Key,
        EventId = found.Value.EventId,
        Due = found.Value.Due,
        Attempts = [.. found.Value.Attempts.OrderBy(static attempt => attempt.Attempt.Number)],
    };

    private Found? Find(Guid deliveryId, Guid eventId)
    {
        if (!Wants(deliveryId))
        {
            return null;
        }

        if (!_found.TryGetValue(deliveryId, out var delivery))
        {
            _found.Add(deliveryId, delivery = new Found(eventId));
            if (_found.Count > Wanted)
            {
                _found.Remove(_found.First().Key);
            }
        }

        return delivery;
    }

    private sealed record Found(Guid EventId)
    {
        public DateTimeOffset? Due { get; set; }

        public List<LoggedAttempt> Attempts { get; } = [];
    }
}
