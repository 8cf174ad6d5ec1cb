namespace Ringback.Ownership;

/// <summary>Who does the work of the shards that this process owns, and is told which these are.</summary>
internal interface IShardOwner
{
    /// <summary>Takes up shards, whose work begins; shards that it has already are taken up anew.</summary>
    Task AcquireAsync(IReadOnlyList<OwnedShard> shards, CancellationToken cancellationToken);

    /// <summary>Lets a shard go at once: another process owns it. It must not block.</summary>
    void Release(int shard);
}
