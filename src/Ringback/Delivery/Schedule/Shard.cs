using Ringback.Delivery.Health;

namespace Ringback.Delivery.Schedule;

/// <summary>The lanes of one shard: those webhooks of it that have work. The unit that one node owns.</summary>
internal sealed class Shard(int number)
{
    private readonly Dictionary<Guid, Lane> _lanes = [];

    /// <summary>0 to 255.</summary>
    public int Number { get; } = number;

    /// <summary>How many lanes have work.</summary>
    public int Count => _lanes.Count;

    /// <summary>The lane of a webhook; null when it has no work.</summary>
    public Lane? Find(Guid webhookId) => _lanes.GetValueOrDefault(webhookId);

    /// <summary>The failures of the shard's webhooks that may yet disable them; a webhook without any has no entry.</summary>
    public Dictionary<Guid, WebhookHealth> Health { get; } = [];

    /// <summary>The lane of a webhook, a new one when it had no work.</summary>
    public Lane GetOrAdd(Guid webhookId, int inFlightLimit)
    {
        if (!_lanes.TryGetValue(webhookId, out var lane))
        {
            lane = new Lane(webhookId, inFlightLimit);
            _lanes.Add(webhookId, lane);
        }

        return lane;
    }

    /// <summary>Lets a lane go that has no work left.</summary>
    public void Remove(Lane lane)
    {
        if (ReferenceEquals(Find(lane.WebhookId), lane))
        {
            _lanes.Remove(lane.WebhookId);
        }
    }
}
