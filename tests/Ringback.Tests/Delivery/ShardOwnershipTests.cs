using Ringback.Delivery;
using Ringback.Ownership;

namespace Ringback.Tests.Delivery;

/// <summary>Shards that come and go, each by itself.</summary>
public sealed class ShardOwnershipTests
{
    [Fact]
    public void Ranges_together_are_the_shards_and_each_is_short()
    {
        int[] shards = [0, 1, 2, 5, .. Enumerable.Range(100, 40), 255];

        var ranges = ShardRange.Of(shards).ToList();

        Assert.Equal(shards, ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)));
        Assert.All(ranges, range => Assert.InRange(range.Last - range.First, 0, 15));
        Assert.Equal(6, ranges.Count);
    }

    [Fact]
    public void Shard_that_is_released_attempts_nothing_more_and_the_others_go_on()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { InFlightPerWebhook = 1 }, webhooks: 20);
        var lost = Shards.Of(rig.Webhooks[0].Id);
        var ofLost = rig.Webhooks.Count(webhook => Shards.Of(webhook.Id) == lost);
        rig.Publish(2);

        rig.Scheduler.Release(lost);
        for (var i = 0; i < 20; i++)
        {
            rig.Answer(200);
        }

        rig.Settle();
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(200);
            rig.Settle();
        }

        Assert.Equal(40 - ofLost, rig.Sender.Count);
        Assert.Equal(2 * ofLost, rig.Store.Pending);
        Assert.Equal((0, 0), (rig.Scheduler.Figures().InFlight, rig.Scheduler.Figures().Loaded));
    }

    [Fact]
    public async Task Shard_that_comes_back_is_read_from_the_store_and_what_was_in_flight_is_not_its_own_any_more()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { InFlightPerWebhook = 2 });
        var shard = Shards.Of(rig.Webhooks[0].Id);
        rig.Publish(3);
        rig.Scheduler.Release(shard);

        await rig.Scheduler.AcquireAsync([new OwnedShard(shard, 2)], TestContext.Current.CancellationToken);
        rig.Settle();
        Assert.Equal(4, rig.Sender.InFlight);
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(200);
            rig.Settle();
        }

        Assert.Equal((5, 0), (rig.Sender.Count, rig.Store.Pending));
        Assert.Equal((0, 0), (rig.Scheduler.Figures().InFlight, rig.Scheduler.Figures().Loaded));
    }

    [Fact]
    public void What_is_published_for_a_shard_of_another_process_is_left_to_it()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Scheduler.Release(Shards.Of(rig.Webhooks[0].Id));

        rig.Publish(1);

        Assert.Equal((0, 1), (rig.Sender.Count, rig.Store.Pending));
    }
}
