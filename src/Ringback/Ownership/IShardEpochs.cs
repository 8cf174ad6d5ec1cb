namespace Ringback.Ownership;

/// <summary>The epochs under which the store writes for this process.</summary>
internal interface IShardEpochs
{
    /// <summary>Called when the store has refused to write for a shard: another process owns it. It must not block.</summary>
    event Action<int>? ShardRefused;

    /// <summary>The shards that this process took over when it opened the store.</summary>
    IReadOnlyList<OwnedShard> TakenShards { get; }
}
