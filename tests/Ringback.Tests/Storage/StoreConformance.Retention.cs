using Ringback.Delivery.Attempts;
using Ringback.Events;

namespace Ringback.Tests.Storage;

public abstract partial class StoreConformance
{
    private const int Step = 100;
    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Pending_deliveries_of_old_events_are_dropped_for_one_webhook_in_steps()
    {
        var (held, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var old = Enumerable.Range(0, 5).Select(i => Commit(published: Today.AddDays(-3).AddSeconds(-1 - i), webhooks: [held, other]));
        var young = Commit(published: Today.AddDays(-3).AddSeconds(1), webhooks: [held, other]);
        await CommitAsync([.. old, young]);

        var dropped = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            dropped.Add(await _store.DropPendingBeforeAsync(held, Today.AddDays(-3), 3, CancellationToken.None));
        }

        Assert.Equal([3, 2, 0], dropped);
        Assert.Equal([young.Matches[0].DeliveryId], await PendingOfAsync(held));
        Assert.Equal(6, (await PendingOfAsync(other)).Count);
    }

    [Fact]
    public async Task Oldest_pending_event_is_told_by_its_publish()
    {
        Assert.Null(await _store.OldestPendingAsync(CancellationToken.None));

        var webhook = Guid.CreateVersion7();
        var oldest = Commit(published: Today.AddDays(-9), webhooks: [webhook]);
        await CommitAsync(Commit(webhooks: [webhook]), oldest, Commit(published: Today.AddDays(-8), webhooks: [webhook]));

        Assert.Equal(Today.AddDays(-9).ToUnixTimeMilliseconds(),
            (await _store.OldestPendingAsync(CancellationToken.None))!.Value.ToUnixTimeMilliseconds());
        await RecordAsync(Outcome(Due(oldest), DeliveryVerdict.Delivered));
        Assert.Equal(Today.AddDays(-8).ToUnixTimeMilliseconds(),
            (await _store.OldestPendingAsync(CancellationToken.None))!.Value.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_is_dropped_before_a_time_and_the_rest_is_kept(bool dayWasPrepared)
    {
        if (dayWasPrepared)
        {
            await _store.PrepareDaysAsync(Today.AddDays(-20), CancellationToken.None);
        }

        var old = Enumerable.Range(0, 250).Select(i => Commit($"old{i}", published: Today.AddDays(-20).AddMilliseconds(i))).ToArray();
        var young = Enumerable.Range(0, 50).Select(i => Commit($"young{i}", published: Today.AddDays(-5))).ToArray();
        await CommitAsync([.. old, .. young]);

        while (await _store.DropHistoryBeforeAsync(Today.AddDays(-7), Step, CancellationToken.None))
        {
        }

        Assert.Null(await _store.FindEventAsync("org", "old0", CancellationToken.None));
        Assert.Null(await _store.FindEventAsync("org", "old249", CancellationToken.None));
        Assert.NotNull(await _store.FindEventAsync("org", "young49", CancellationToken.None));
        var query = new EventQuery { OrgId = "org", Before = DateTimeOffset.MaxValue, Limit = 1000 };
        Assert.Equal(50, (await _store.ListEventsAsync(query, CancellationToken.None)).Items.Count);

        var again = Commit("old7", webhooks: [Guid.CreateVersion7()]);
        await CommitAsync(again);
        Assert.False(again.IsDuplicate);
    }

    [Fact]
    public async Task Days_are_prepared_as_often_as_anybody_likes()
    {
        await _store.PrepareDaysAsync(Today, CancellationToken.None);
        await CommitAsync(Commit(published: Today.AddDays(30)));
        await _store.PrepareDaysAsync(Today.AddDays(29), CancellationToken.None);
        await CommitAsync(Commit("late", published: Today.AddDays(30).AddSeconds(1)));

        Assert.NotNull(await _store.FindEventAsync("org", "late", CancellationToken.None));
    }
}
