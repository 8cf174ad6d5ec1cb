using System.Collections.Concurrent;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Storage;

namespace Ringback.Tests.Storage;

public sealed class ShardReadersTests
{
    [Fact]
    public async Task Every_shard_is_read_once()
    {
        var read = new ConcurrentQueue<int>();

        await ShardReaders.ReadAsync(
            async (shards, stopping) =>
            {
                foreach (var shard in shards)
                {
                    await Task.Yield();
                    read.Enqueue(shard);
                }
            },
            CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, Shards.Count), read.Order());
    }

    [Fact]
    public async Task Failed_read_is_thrown_and_nobody_reads_any_more()
    {
        var read = new ConcurrentQueue<int>();
        var reading = 0;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ShardReaders.ReadAsync(
            async (shards, stopping) =>
            {
                Interlocked.Increment(ref reading);
                try
                {
                    foreach (var shard in shards)
                    {
                        if (shard == 0)
                        {
                            throw new StoreUnavailableException("away");
                        }

                        // The others wait at their first shard until they are told to stop, and would go on then.
                        await Task.WhenAny(new TaskCompletionSource().Task.WaitAsync(stopping));
                        read.Enqueue(shard);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref reading);
                }
            },
            CancellationToken.None));

        Assert.Equal(0, reading);
        Assert.InRange(read.Count, 0, 3);
    }

    [Fact]
    public async Task Whoever_stops_it_is_obeyed_at_the_next_shard()
    {
        using var stop = new CancellationTokenSource();
        var read = new ConcurrentQueue<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ShardReaders.ReadAsync(
            (shards, stopping) =>
            {
                foreach (var shard in shards)
                {
                    read.Enqueue(shard);
                    stop.Cancel();

                    // Of several that stop it, all but one return from that before everybody knows.
                    stopping.WaitHandle.WaitOne();
                }

                return Task.CompletedTask;
            },
            stop.Token));

        Assert.InRange(read.Count, 1, 4);
    }
}
