namespace Ringback.Delivery.Schedule;

/// <summary>The lanes of one shard that this process owns: those webhooks of it that have work.</summary>
internal sealed class Shard
{
    private readonly Dictionary<Guid, Lane> _lanes = [];

    /// <summary>Whether it takes work: once what an earlier owner knew of its webhooks is loaded.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The lanes that have work.</summary>
    public IReadOnlyCollection<Lane> Lanes => _lanes.Values;

    /// <summary>The lane of a webhook; null when it has no work.</summary>
    public Lane? Find(Guid webhookId) => _lanes.GetValueOrDefault(webhookId);

    /// <summary>Adds the lane of a webhook that had no work.</summary>
    public void Add(Lane lane) => _lanes.Add(lane.WebhookId, lane);

    /// <summary>Lets a lane go that has no work left; false when it is not there.</summary>
    public bool Remove(Lane lane) =>
        ReferenceEquals(Find(lane.WebhookId), lane) && _lanes.Remove(lane.WebhookId);
}
