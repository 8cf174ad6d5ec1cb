namespace Ringback.Delivery.Schedule;

/// <summary>
/// Who receives callbacks: a host with its port, whosever webhooks call it. What it has in flight is limited over all of them,
/// and the lanes beyond that wait here instead of in the rings: one after another of each owner in turn.
/// </summary>
internal sealed class Receiver(string name, int limit)
{
    private const int MaxLetGoAtOnce = 4;

    private readonly Queue<Share> _owners = new();
    private readonly Dictionary<Share, Queue<Lane>> _lanes = [];

    /// <summary>The host and port.</summary>
    public string Name { get; } = name;

    /// <summary>How many lanes call it.</summary>
    public int Users { get; set; }

    /// <summary>How many attempts are in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether no other attempt may begin.</summary>
    public bool IsFull => InFlight >= limit;

    /// <summary>Lets a lane wait until an attempt has ended.</summary>
    public void Park(Lane lane)
    {
        lane.IsParked = true;
        if (!_lanes.TryGetValue(lane.Owner, out var lanes))
        {
            _lanes.Add(lane.Owner, lanes = new());
            _owners.Enqueue(lane.Owner);
        }

        lanes.Enqueue(lane);
    }

    /// <summary>
    /// Lets as many lanes go as there is room for: they go back to the rings. An owner that is over its share is passed by, since its
    /// lane could not use the free ones.
    /// </summary>
    public void Unpark(LaneRings rings)
    {
        var passedBy = 0;
        for (var free = Math.Min(limit - InFlight, MaxLetGoAtOnce); free > 0 && _owners.TryDequeue(out var owner);)
        {
            if (passedBy < Math.Min(MaxLetGoAtOnce, _owners.Count) && rings.IsOverItsShare(owner))
            {
                passedBy++;
                _owners.Enqueue(owner);
                continue;
            }

            var lanes = _lanes[owner];
            var lane = lanes.Dequeue();
            if (lanes.Count == 0)
            {
                _lanes.Remove(owner);
            }
            else
            {
                _owners.Enqueue(owner);
            }

            lane.IsParked = false;
            rings.Offer(lane);
            free -= lane.HasRoom && lane.Ready > 0 ? 1 : 0;
        }
    }
}
