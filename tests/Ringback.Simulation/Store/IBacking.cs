using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Store;

/// <summary>What is behind the stores of all processes of a simulated installation: memory, or a real database.</summary>
internal interface IBacking : IDisposable
{
    /// <summary>How many pending deliveries of a deleted webhook are dropped at once.</summary>
    int DropAtOnce { get; }

    /// <summary>A process begins to use it.</summary>
    void Open(TimeProvider time);

    /// <summary>The process that used it is gone.</summary>
    /// <param name="unfinished">What it had queued and not committed, when it died; null when it stopped in good order.</param>
    void Leave(IReadOnlyList<StoreWrite>? unfinished);

    /// <summary>Makes ready for the days to come.</summary>
    void PrepareDays();

    /// <summary>Commits writes in one transaction, in their order.</summary>
    void Commit(IReadOnlyList<StoreWrite> batch);

    /// <summary>A page of a lane.</summary>
    LanePage Read(LanePageRequest request);

    /// <summary>The webhooks of some shards that have pending rows.</summary>
    IReadOnlyList<LaneBacklog> FindLanes(ShardRange shards);

    /// <summary>The failures that may yet disable a webhook.</summary>
    IReadOnlyList<HealthRecord> LoadHealth(ShardRange shards);

    /// <summary>The webhooks.</summary>
    IReadOnlyList<StoredWebhook> LoadWebhooks();

    /// <summary>What is wrong with it at the end; null when nothing is.</summary>
    /// <param name="hasClockJumped">Whether the wall clock was ever set.</param>
    string? Objection(bool hasClockJumped);
}
