using System.Runtime.CompilerServices;
using Ringback.Webhooks;

namespace Ringback.Storage;

/// <summary>Reads what there is shard by shard, the next one while the one before it is used.</summary>
internal static class ReadAhead
{
    /// <summary>The rows of all shards.</summary>
    /// <param name="read">Reads the rows of one shard.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<T> OfShardsAsync<T>(
        Func<int, CancellationToken, Task<List<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = Read(0);
        try
        {
            for (var shard = 0; shard < ShardOf.Count; shard++)
            {
                var rows = await next;
                next = Read(shard + 1);
                foreach (var row in rows)
                {
                    yield return row;
                }
            }
        }
        finally
        {
            // Whoever stops early may close the store next, and nobody may be reading from it then.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<List<T>> Read(int shard) => shard == ShardOf.Count
            ? Task.FromResult<List<T>>([])
            : Task.Run(() => read(shard, cancellationToken), cancellationToken);
    }
}
