namespace Ringback.Delivery.Schedule;

/// <summary>The receivers that lanes with work call.</summary>
internal sealed class ReceiverTable(int limit)
{
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
