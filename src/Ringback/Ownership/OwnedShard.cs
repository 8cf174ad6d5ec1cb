namespace Ringback.Ownership;

/// <summary>A shard that this process owns.</summary>
/// <param name="Number">Which of the 256 shards it is, from 0 on.</param>
/// <param name="Epoch">Under which it owns it: the next owner's is greater, and what is written under an older one is refused.</param>
internal readonly record struct OwnedShard(int Number, long Epoch);
