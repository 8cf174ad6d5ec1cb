namespace Ringback.Delivery.Schedule;

/// <summary>
/// What goes next in a lane: first tries in the order in which they came, retries when they are due, and the two in turn where
/// they share a slot.
/// </summary>
internal sealed class LaneQueue
{
    private readonly Queue<DueDelivery> _firstTries = new();
    private Queue<DueDelivery>? _retries;
    private PriorityQueue<DueDelivery, DateTimeOffset>? _waiting;
    private bool _retryIsNext;

    /// <summary>How many deliveries that were never tried are due.</summary>
    public int FirstTries => _firstTries.Count;

    /// <summary>How many deliveries that were tried before are due.</summary>
    public int Retries => _retries?.Count ?? 0;

    /// <summary>The weight of all that is due.</summary>
    public int ReadyWeight { get; private set; }

    /// <summary>When the earliest one that waits is due; null when none waits.</summary>
    public DateTimeOffset? WaitingDue =>
        _waiting is not null && _waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>Whether there is something due for a kind of slot.</summary>
    public bool Has(SlotKind kind) => kind switch
    {
        SlotKind.FirstTry => FirstTries > 0,
        SlotKind.Retry => Retries > 0,
        _ => FirstTries + Retries > 0,
    };

    /// <summary>Adds a delivery: ready when it is due, else waiting.</summary>
    public void Add(DueDelivery delivery, DateTimeOffset now)
    {
        if (delivery.Due > now)
        {
            (_waiting ??= new()).Enqueue(delivery, delivery.Due);
            return;
        }

        ReadyWeight += delivery.Weight;
        if (delivery.Attempts == 0)
        {
            _firstTries.Enqueue(delivery);
        }
        else
        {
            (_retries ??= new()).Enqueue(delivery);
        }
    }

    /// <summary>Makes those ready that are due by now.</summary>
    public void ReleaseDue(DateTimeOffset now)
    {
        while (_waiting is not null && _waiting.TryPeek(out var delivery, out var due) && due <= now)
        {
            _waiting.Dequeue();
            Add(delivery, now);
        }
    }

    /// <summary>Takes the one that goes next; there must be one for that kind of slot.</summary>
    public DueDelivery Take(SlotKind kind)
    {
        var isRetry = kind == SlotKind.Retry || (kind == SlotKind.Slow && Retries > 0 && (_retryIsNext || FirstTries == 0));
        _retryIsNext = !isRetry;
        var delivery = isRetry ? _retries!.Dequeue() : _firstTries.Dequeue();
        ReadyWeight -= delivery.Weight;
        return delivery;
    }

    /// <summary>Takes all of them out, ready or not.</summary>
    public IEnumerable<DueDelivery> Empty()
    {
        ReadyWeight = 0;
        while (_firstTries.TryDequeue(out var delivery) || (_retries?.TryDequeue(out delivery) ?? false)
            || (_waiting?.TryDequeue(out delivery, out _) ?? false))
        {
            yield return delivery;
        }
    }
}
