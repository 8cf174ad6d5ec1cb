using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// The deliveries of one webhook that are in memory, and the books about them: what is known, in flight, in the store alone.
/// What goes next is its <see cref="LaneQueue"/>'s. Only the scheduler touches it, under its lock.
/// </summary>
internal sealed class Lane(Guid webhookId, int inFlightLimit, Share owner) : Contender(owner)
{
    private readonly LaneQueue _queue = new();
    private DueDelivery? _known;

    /// <summary>The webhook whose deliveries these are.</summary>
    public Guid WebhookId { get; } = webhookId;

    /// <summary>Whose slots it uses.</summary>
    public Share Owner => Parent!;

    /// <summary>Who receives its callbacks; null until its first attempt.</summary>
    public Receiver? Receiver { get; set; }

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

    /// <summary>Set once the webhook is deleted, or its shard belongs to another node: nothing of it is attempted any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Set while it waits until its receiver has less in flight.</summary>
    public bool IsParked { get; set; }

    /// <summary>Set while a page is being read.</summary>
    public bool IsReading { get; set; }

    /// <summary>When the earliest row is due that memory may lack; null when it has them all.</summary>
    public DateTimeOffset? UnloadedDue { get; private set; }

    /// <summary>When the alarm wakes it; null when it has no reason to.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>Its place in the alarm; -1 when it is not there.</summary>
    public int AlarmPlace { get; set; } = -1;

    /// <summary>What every attempt of the webhook has in common; made again when the webhook changes.</summary>
    public AttemptTarget? Target { get; set; }

    /// <summary>Whether its webhook lets another attempt start now.</summary>
    public bool HasRoomOfItsOwn => InFlight < (IsProbing ? 1 : InFlightLimit) && !IsHeld && !IsClosed;

    /// <summary>Whether another attempt may start now, as far as its webhook and its receiver are concerned.</summary>
    public bool HasRoom => HasRoomOfItsOwn && !IsParked;

    /// <summary>How many deliveries that were never tried are due.</summary>
    public int FirstTries => _queue.FirstTries;

    /// <summary>How many deliveries that were tried before are due.</summary>
    public int Retries => _queue.Retries;

    /// <summary>How many deliveries are due and could be taken.</summary>
    public int Ready => FirstTries + Retries;

    /// <summary>The weight of those.</summary>
    public int ReadyWeight => _queue.ReadyWeight;

    /// <summary>Whether there is nothing left to remember.</summary>
    public bool IsIdle => Known == 0 && UnloadedDue is null && !IsReading && !IsProbing;

    /// <summary>When the earliest waiting retry is due; null when none waits.</summary>
    public DateTimeOffset? WaitingDue => _queue.WaitingDue;

    /// <summary>Whether it has a use for a slot of a kind now.</summary>
    public bool Wants(SlotKind kind) => HasRoom && IsProbing == (kind == SlotKind.Slow) && _queue.Has(kind);

    /// <inheritdoc/>
    public override bool IsOverItsShare(SlotTurn turn) => false;

    /// <inheritdoc/>
    public override Lane? Next(SlotTurn turn) => Wants(turn.Kind) && turn.Rings.Admits(this) ? this : null;

    /// <summary>Gets to know a delivery: ready when it is due, else waiting.</summary>
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
    public void Queue(DueDelivery delivery, DateTimeOffset now) => _queue.Add(delivery, now);

    /// <summary>Makes waiting retries ready that are due by now.</summary>
    public void ReleaseDue(DateTimeOffset now) => _queue.ReleaseDue(now);

    /// <summary>The next delivery for a slot of a kind; there must be one.</summary>
    public DueDelivery Take(SlotKind kind)
    {
        InFlight++;
        return _queue.Take(kind);
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
        delivery.IsForgotten = true;
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
    /// the store knows from now on whether there is a row. Returns the weight of the forgotten ones.
    /// </summary>
    public int Unload()
    {
        var before = Weight;
        foreach (var delivery in _queue.Empty())
        {
            Forget(delivery);
        }

        for (var delivery = _known; delivery is not null; delivery = delivery.Next)
        {
            delivery.IsRowUncertain = true;
        }

        if (Weight < before)
        {
            NoteUnloaded(DateTimeOffset.MinValue);
        }

        return before - Weight;
    }

    /// <summary>Forgets everything, attempts in flight too: another node has it now. Returns the weight of it.</summary>
    public int Close()
    {
        var before = Weight;
        IsClosed = true;
        Unload();
        while (_known is not null)
        {
            Forget(_known);
        }

        return before;
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
