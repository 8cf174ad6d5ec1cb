namespace Ringback.Ownership;

/// <summary>Shards that follow each other: they are read at once.</summary>
/// <param name="First">The first shard of the range.</param>
/// <param name="Last">The last, which may be the same.</param>
internal readonly record struct ShardRange(int First, int Last)
{
    // So few that a read of them keeps nobody waiting, and so many that an empty database is not asked 256 times.
    private const int MaxLength = 16;

    /// <summary>The range that has all shards.</summary>
    public static ShardRange All => new(0, Shards.Count - 1);

    /// <summary>Whether a shard is one of them.</summary>
    public bool Contains(int shard) => shard >= First && shard <= Last;

    /// <summary>Short ranges that together are the given shards, which ascend.</summary>
    public static IEnumerable<ShardRange> Of(IEnumerable<int> shards)
    {
        ShardRange? range = null;
        foreach (var shard in shards)
        {
            if (range is { } open && shard == open.Last + 1 && shard - open.First < MaxLength)
            {
                range = open with { Last = shard };
                continue;
            }

            if (range is { } done)
            {
                yield return done;
            }

            range = new ShardRange(shard, shard);
        }

        if (range is { } last)
        {
            yield return last;
        }
    }
}
