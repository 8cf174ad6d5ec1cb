using Ringback.Storage;
using Ringback.Webhooks;

namespace Ringback.Tests.Storage;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task All_shards_are_read_in_order()
    {
        var rows = await ReadAhead.OfShardsAsync(
            (shard, _) => Task.FromResult<List<int>>([shard, shard]), CancellationToken.None).ToListAsync(
                TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, ShardOf.Count).SelectMany(shard => new[] { shard, shard }), rows);
    }

    [Fact]
    public async Task Failed_read_is_thrown()
    {
        var rows = ReadAhead.OfShardsAsync<int>(
            (shard, _) => shard == 7 ? throw new StoreUnavailableException("away") : Task.FromResult<List<int>>([shard]),
            CancellationToken.None);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await rows.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_stops_early_waits_for_the_read_that_is_ahead()
    {
        var reading = new TaskCompletionSource<List<int>>();
        var started = new TaskCompletionSource();
        var rows = ReadAhead.OfShardsAsync(
            (shard, _) =>
            {
                if (shard == 0)
                {
                    return Task.FromResult<List<int>>([0]);
                }

                started.SetResult();
                return reading.Task;
            },
            CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await rows.MoveNextAsync();
        await started.Task;

        var stopped = rows.DisposeAsync().AsTask();

        Assert.False(stopped.IsCompleted);
        reading.SetResult([]);
        await stopped;
    }
}
