using Ringback.Ownership;

namespace Ringback.Storage;

/// <summary>
/// Reads all shards at a start with the processors that there are, up to 4: what they read is taken one after the other.
/// </summary>
internal static class ShardReaders
{
    private const int Most = 4;

    /// <summary>Lets some readers at once read the shards between them; when one fails the others stop.</summary>
    /// <param name="read">Reads the shards that it is given, one after the other.</param>
    /// <param name="cancellationToken">Stops all readers when it is cancelled.</param>
    public static Task ReadAsync(
        Func<IEnumerable<int>, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var readers = Math.Min(Environment.ProcessorCount, Most);
        return Parallel.ForAsync(
            0,
            readers,
            new ParallelOptions { MaxDegreeOfParallelism = readers, CancellationToken = cancellationToken },
            async (reader, stopping) => await read(ShardsOf(reader, readers, stopping), stopping));
    }

    private static IEnumerable<int> ShardsOf(int reader, int readers, CancellationToken stopping)
    {
        for (var shard = reader; shard < Shards.Count; shard += readers)
        {
            stopping.ThrowIfCancellationRequested();
            yield return shard;
        }
    }
}
