namespace Ringback.Ownership;

/// <summary>Decides which shards this process owns: all of them, or those that it has a lease of.</summary>
internal interface IShardOwnership
{
    /// <summary>Tells the owner of the shards that it has from the start, before this ends, and of every change from then on.</summary>
    Task StartAsync(IShardOwner owner, CancellationToken cancellationToken);
}
