using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
using Ringback.Ownership;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Store;

/// <summary>The simulator's own disk is all there is.</summary>
internal sealed class MemoryBacking(Disk disk) : IBacking
{
    /// <inheritdoc/>
    public int DropAtOnce => 7;

    /// <inheritdoc/>
    public void Open(TimeProvider time)
    {
    }

    /// <inheritdoc/>
    public void Leave(IReadOnlyList<StoreWrite>? unfinished)
    {
    }

    /// <inheritdoc/>
    public void PrepareDays()
    {
    }

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<StoreWrite> batch)
    {
        foreach (var write in batch)
        {
            write.Execute(disk);
        }
    }

    /// <inheritdoc/>
    public LanePage Read(LanePageRequest request) => disk.Read(request);

    /// <inheritdoc/>
    public IReadOnlyList<LaneBacklog> FindLanes(ShardRange shards) => disk.FindLanes(shards);

    /// <inheritdoc/>
    public IReadOnlyList<HealthRecord> LoadHealth(ShardRange shards) => disk.LoadHealth(shards);

    /// <inheritdoc/>
    public IReadOnlyList<StoredWebhook> LoadWebhooks() => disk.LoadWebhooks();

    /// <inheritdoc/>
    public string? Objection(bool hasClockJumped) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
