namespace Ringback.Ownership;

/// <summary>Ownership where no other process can have any shard: the data folder is claimed by this one.</summary>
internal sealed class AllShards : IShardOwnership
{
    /// <inheritdoc/>
    public Task StartAsync(IShardOwner owner, CancellationToken cancellationToken) => owner.AcquireAsync(
        [.. Enumerable.Range(0, Shards.Count).Select(static shard => new OwnedShard(shard, 0))], cancellationToken);
}
