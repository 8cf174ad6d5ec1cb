using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

/// <summary>The epochs under which this node owns its shards: whoever takes a shard over raises its epoch.</summary>
internal sealed class ShardEpochs
{
    private readonly long[] _epochs = new long[Shards.Count];

    /// <summary>Notes that a shard was taken over by this node.</summary>
    public void Took(int shard, long epoch) => _epochs[shard] = epoch;

    /// <summary>All shards with their epochs.</summary>
    public IReadOnlyList<OwnedShard> All => [.. _epochs.Select(static (epoch, shard) => new OwnedShard(shard, epoch))];

    /// <summary>Shards, each once, with their epochs.</summary>
    public (short[] Shards, long[] Epochs) Of(IEnumerable<int> shards)
    {
        var distinct = shards.Distinct().Select(shard => (short)shard).ToArray();
        return (distinct, Array.ConvertAll(distinct, shard => _epochs[shard]));
    }
}
