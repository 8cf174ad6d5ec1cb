using Ringback.Ownership;

namespace Ringback.Storage.Postgres;

/// <summary>
/// The epochs under which this process owns its shards: whoever takes a shard over raises its epoch. Only the writer changes them.
/// </summary>
internal sealed class ShardEpochs
{
    private readonly long?[] _epochs = new long?[Shards.Count];

    /// <summary>The shards that this process owns.</summary>
    public IReadOnlyList<OwnedShard> All =>
        [.. Enumerable.Range(0, Shards.Count).Where(Owns).Select(shard => new OwnedShard(shard, _epochs[shard]!.Value))];

    /// <summary>Whether this process owns any shard.</summary>
    public bool OwnsAny => Array.Exists(_epochs, static epoch => epoch is not null);

    /// <summary>Whether this process owns a shard.</summary>
    public bool Owns(int shard) => _epochs[shard] is not null;

    /// <summary>Notes that a shard was taken over by this process.</summary>
    public void Took(int shard, long epoch) => _epochs[shard] = epoch;

    /// <summary>Notes that another process owns a shard.</summary>
    public void Lose(int shard) => _epochs[shard] = null;

    /// <summary>Shards of this process, each once, with their epochs.</summary>
    public (short[] Shards, long[] Epochs) Of(IEnumerable<int> shards)
    {
        var distinct = shards.Distinct().Select(shard => (short)shard).ToArray();
        return (distinct, Array.ConvertAll(distinct, shard => _epochs[shard]!.Value));
    }
}
