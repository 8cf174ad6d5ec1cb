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

    /// <summary>Whether lanes wait here.</summary>
    public bool HasParked => _owners.Count > 0;

    /// <summary>Whether it stands in the table's list of those where lanes wait.</summary>
    public bool IsListed { get; set; }

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
    /// Lets as many lanes go as there is room for: they go back to the rings. Those of an owner that is over its share go too, but
    /// do not count: they may have to wait there, and others must not wait behind them here.
    /// </summary>
    /// <returns>Whether any went.</returns>
    public bool Unpark(LaneRings rings)
    {
        var any = false;
        var free = Math.Min(limit - InFlight, MaxLetGoAtOnce);
        for (var blocked = 0; free > 0 && blocked < MaxLetGoAtOnce && _owners.TryDequeue(out var owner);)
        {
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

            if (!lane.IsParked || lane.Receiver != this)
            {
                continue;
            }

            lane.IsParked = false;
            any = true;
            rings.Offer(lane);
            if (lane.HasRoom && lane.Ready > 0)
            {
                var isBlocked = rings.IsOverItsShare(owner);
                blocked += isBlocked ? 1 : 0;
                free -= isBlocked ? 0 : 1;
            }
        }

        return any;
    }
}
