namespace Ringback.Ownership;

/// <summary>
/// Ownership of a database by one node: it takes all shards over as it starts, and has each until another process takes that.
/// </summary>
internal sealed class OneNode(IShardEpochs epochs) : IShardOwnership
{
    /// <inheritdoc/>
    public Task StartAsync(IShardOwner owner, CancellationToken cancellationToken)
    {
        epochs.ShardRefused += owner.Release;
        return owner.AcquireAsync(epochs.TakenShards, cancellationToken);
    }
}
