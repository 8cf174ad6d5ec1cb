using Ringback.Delivery.Health;
using Ringback.Delivery.Schedule;
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
    public IReadOnlyList<LaneBacklog> FindLanes() => disk.FindLanes();

    /// <inheritdoc/>
    public IReadOnlyList<HealthRecord> LoadHealth() => [.. disk.Health.Values];

    /// <inheritdoc/>
    public IReadOnlyList<StoredWebhook> LoadWebhooks() => disk.LoadWebhooks();

    /// <inheritdoc/>
    public string? Objection(bool hasClockJumped) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
