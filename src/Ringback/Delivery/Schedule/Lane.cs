using Ringback.Delivery.Callbacks;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// The deliveries of one webhook that are in memory: a page of what is pending, its in-flight limit and its health.
/// Only the scheduler touches it, under its lock.
/// </summary>
internal sealed class Lane(Guid webhookId, int inFlightLimit)
{
    private readonly Queue<DueDelivery> _firstTries = new();
    private Queue<DueDelivery>? _retries;
    private PriorityQueue<DueDelivery, DateTimeOffset>? _waiting;
    private DueDelivery? _known;

    /// <summary>The webhook.</summary>
    public Guid WebhookId { get; } = webhookId;

    /// <summary>How many attempts may be in flight.</summary>
    public int InFlightLimit { get; set; } = inFlightLimit;

    /// <summary>How many deliveries memory knows: queued, waiting, in flight, or awaiting the commit of their outcome.</summary>
    public int Known { get; private set; }

    /// <summary>The weight of all that memory knows.</summary>
    public int Weight { get; private set; }

    /// <summary>How many attempts are in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>Set while the last attempt timed out: then one attempt at a time, until one is received.</summary>
    public bool IsProbing { get; set; }

    /// <summary>Set while the webhook is inactive: its deliveries are held in the store.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Set once the webhook is deleted.</summary>
    public bool IsGone { get; set; }

    /// <summary>Set while a page is being read.</summary>
    public bool IsReading { get; set; }

    /// <summary>When the earliest row is due that memory may lack; null when it has them all.</summary>
    public DateTimeOffset? UnloadedDue { get; private set; }

    /// <summary>When the scheduler will look at the lane; null when it has no reason to.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>Whether the lane stands in the ring of lanes with first tries.</summary>
    public bool IsInFirstRing { get; set; }

    /// <summary>Whether the lane stands in the ring of lanes with retries.</summary>
    public bool IsInRetryRing { get; set; }

    /// <summary>What every callback of the webhook has in common; made again when the webhook changes.</summary>
    public CallbackTarget? Target { get; set; }

    /// <summary>Whether an attempt may start now.</summary>
    public bool HasRoom => InFlight < (IsProbing ? 1 : InFlightLimit) && !IsHeld && !IsGone;

    /// <summary>Whether a delivery that was never tried is due.</summary>
    public bool HasFirstTry => FirstTries > 0;

    /// <summary>Whether a delivery that was tried before is due.</summary>
    public bool HasRetry => Retries > 0;

    /// <summary>How many deliveries that were never tried are due.</summary>
    public int FirstTries => _firstTries.Count;

    /// <summary>How many deliveries that were tried before are due.</summary>
    public int Retries => _retries?.Count ?? 0;

    /// <summary>How many deliveries are due and could be taken.</summary>
    public int Ready => FirstTries + Retries;

    /// <summary>The weight of those.</summary>
    public int ReadyWeight { get; private set; }

    /// <summary>Whether there is nothing left to remember.</summary>
    public bool IsIdle => Known == 0 && UnloadedDue is null && !IsReading && !IsProbing;

    /// <summary>When the earliest waiting retry is due; null when none waits.</summary>
    public DateTimeOffset? WaitingDue =>
        _waiting is not null && _waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>Takes up a delivery: ready when it is due, else waiting.</summary>
    public void Add(DueDelivery delivery, DateTimeOffset now)
    {
        delivery.Next = _known;
        if (_known is not null)
        {
            _known.Previous = delivery;
        }

        _known = delivery;
        Known++;
        Weight += delivery.Weight;
        Queue(delivery, now);
    }

    /// <summary>Puts a known delivery back, after an attempt that failed.</summary>
    public void Queue(DueDelivery delivery, DateTimeOffset now)
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

    /// <summary>Makes waiting retries ready that are due by now.</summary>
    public void ReleaseDue(DateTimeOffset now)
    {
        while (_waiting is not null && _waiting.TryPeek(out var delivery, out var due) && due <= now)
        {
            _waiting.Dequeue();
            Queue(delivery, now);
        }
    }

    /// <summary>The next first try, or the next retry; there must be one.</summary>
    public DueDelivery Take(bool retry)
    {
        InFlight++;
        var delivery = retry ? _retries!.Dequeue() : _firstTries.Dequeue();
        ReadyWeight -= delivery.Weight;
        return delivery;
    }

    /// <summary>Forgets a delivery: it is over, or only the store knows it from now on.</summary>
    public void Forget(DueDelivery delivery)
    {
        if (delivery.Previous is null)
        {
            _known = delivery.Next;
        }
        else
        {
            delivery.Previous.Next = delivery.Next;
        }

        if (delivery.Next is not null)
        {
            delivery.Next.Previous = delivery.Previous;
        }

        (delivery.Previous, delivery.Next) = (null, null);
        Known--;
        Weight -= delivery.Weight;
    }

    /// <summary>Notes that the store may have a row, due at a time, that memory lacks.</summary>
    public void NoteUnloaded(DateTimeOffset due) =>
        UnloadedDue = UnloadedDue is { } earlier && earlier <= due ? earlier : due;

    /// <summary>Notes what a page read left in the store.</summary>
    public void SetUnloaded(DateTimeOffset? due) => UnloadedDue = due;

    /// <summary>
    /// Forgets all that is neither in flight nor awaiting its commit; the store still has the rows. Of what stays, only
    /// the store knows from now on whether there is a row. Returns the weight of what was forgotten.
    /// </summary>
    public int Unload()
    {
        var before = Weight;
        while (_firstTries.TryDequeue(out var delivery) || (_retries?.TryDequeue(out delivery) ?? false)
            || (_waiting?.TryDequeue(out delivery, out _) ?? false))
        {
            Forget(delivery);
        }

        for (var delivery = _known; delivery is not null; delivery = delivery.Next)
        {
            delivery.HasStoodStill = true;
        }

        ReadyWeight = 0;
        if (Weight < before)
        {
            NoteUnloaded(DateTimeOffset.MinValue);
        }

        return before - Weight;
    }

    /// <summary>The ids of all that memory knows: what a page must not bring in a second time.</summary>
    public HashSet<Guid> KnownIds()
    {
        var ids = new HashSet<Guid>(Known);
        for (var delivery = _known; delivery is not null; delivery = delivery.Next)
        {
            ids.Add(delivery.DeliveryId);
        }

        return ids;
    }

    /// <summary>The earliest due date of all that memory knows; null when it knows nothing.</summary>
    public DateTimeOffset? EarliestKnownDue()
    {
        DateTimeOffset? earliest = null;
        for (var delivery = _known; delivery is not null; delivery = delivery.Next)
        {
            earliest = earliest is { } due && due <= delivery.Due ? due : delivery.Due;
        }

        return earliest;
    }
}
