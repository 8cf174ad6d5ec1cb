namespace Ringback.Delivery.Schedule;

/// <summary>The receivers that lanes with work call.</summary>
internal sealed class ReceiverTable(int limit)
{
    private const int MaxLookedAt = 8;

    private readonly Queue<Receiver> _withParked = new();
    private readonly Dictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);

    /// <summary>Notes which receiver a lane calls from now on; null for none.</summary>
    public void Assign(Lane lane, string? name)
    {
        if (lane.Receiver is { } before)
        {
            if (before.Name == name)
            {
                return;
            }

            before.Users--;
            ForgetIfUnused(before);
            lane.Receiver = null;
        }

        if (name is not null)
        {
            if (!_receivers.TryGetValue(name, out var receiver))
            {
                _receivers.Add(name, receiver = new Receiver(name, limit));
            }

            receiver.Users++;
            lane.Receiver = receiver;
        }
    }

    /// <summary>Lets a lane wait at its receiver, which is full.</summary>
    public void Park(Lane lane)
    {
        var receiver = lane.Receiver!;
        receiver.Park(lane);
        if (!receiver.IsListed)
        {
            receiver.IsListed = true;
            _withParked.Enqueue(receiver);
        }
    }

    /// <summary>
    /// Lets lanes go at receivers that have room: those that were let go before may have had no use for it. Whether any went.
    /// </summary>
    public bool UnparkSome(LaneRings rings)
    {
        var any = false;
        for (var left = Math.Min(MaxLookedAt, _withParked.Count); left > 0; left--)
        {
            var receiver = _withParked.Dequeue();
            any |= !receiver.IsFull && receiver.Unpark(rings);
            receiver.IsListed = receiver.HasParked;
            if (receiver.IsListed)
            {
                _withParked.Enqueue(receiver);
            }
        }

        return any;
    }

    /// <summary>Gives back what an attempt used.</summary>
    public void Release(Receiver receiver, LaneRings rings)
    {
        receiver.InFlight--;
        receiver.Unpark(rings);
        ForgetIfUnused(receiver);
    }

    private void ForgetIfUnused(Receiver receiver)
    {
        if (receiver is { Users: 0, InFlight: 0 })
        {
            _receivers.Remove(receiver.Name);
        }
    }
}
