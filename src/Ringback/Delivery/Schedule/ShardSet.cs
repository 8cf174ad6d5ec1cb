using Ringback.Ownership;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// The shards that this process owns, and the lock of the schedule: one for all of it.
/// </summary>
/// <remarks>
/// It is taken by whoever comes from outside, and by nobody else: <see cref="DeliveryScheduler"/> (hand-over, changes of
/// webhooks, shards that come and go, figures), <see cref="Dispatcher"/> when an attempt ends or its outcome is committed,
/// <see cref="LaneLoader"/> when a page was read, <see cref="LaneAlarm"/> when its timer fires, <see cref="Sweep"/> for each
/// thousand of what it found, and <c>HealthKeeper</c> when a webhook was made inactive. All else runs under it. Nobody waits for
/// anything while holding it; inside it the store's queue and the registry's claims take locks of their own, and never the
/// other way round.
/// </remarks>
internal sealed class ShardSet
{
    private readonly Shard?[] _shards = new Shard?[Shards.Count];

    /// <summary>The lock of the schedule; the remarks say who takes it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How many lanes have work.</summary>
    public int LaneCount
    {
        get
        {
            var lanes = 0;
            foreach (var shard in _shards)
            {
                lanes += shard?.Lanes.Count ?? 0;
            }

            return lanes;
        }
    }

    /// <summary>The numbers of the shards that take work, ascending.</summary>
    public IReadOnlyList<int> Open() =>
        [.. Enumerable.Range(0, Shards.Count).Where(number => _shards[number] is { IsOpen: true })];

    /// <summary>Adds a shard that takes no work yet.</summary>
    public Shard Add(int number) => _shards[number] = new Shard();

    /// <summary>The shard of that number; null when another process owns it.</summary>
    public Shard? Find(int number) => _shards[number];

    /// <summary>Takes a shard out, with its lanes; null when it is not owned.</summary>
    public Shard? Remove(int number)
    {
        var shard = _shards[number];
        _shards[number] = null;
        return shard;
    }

    /// <summary>The shard of a webhook, if it takes work; else null.</summary>
    public Shard? Of(Guid webhookId) => _shards[Shards.Of(webhookId)] is { IsOpen: true } shard ? shard : null;

    /// <summary>The lane of a webhook; null when it has no work here.</summary>
    public Lane? FindLane(Guid webhookId) => Of(webhookId)?.Find(webhookId);
}
