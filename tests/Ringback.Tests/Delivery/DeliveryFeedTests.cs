using Ringback.Delivery;
using Ringback.Delivery.Log;

namespace Ringback.Tests.Delivery;

public sealed class DeliveryFeedTests
{
    [Fact]
    public void Subscriber_is_told_of_publishes_and_outcomes_in_the_order_of_their_commits()
    {
        var feed = new DeliveryFeed();
        using var rig = new SchedulerRig(new DeliveryOptions { InFlightPerWebhook = 2 }, feed: feed);
        using var subscription = feed.Subscribe(100);

        rig.Publish(2);
        rig.Answer(500);
        rig.Answer(200);
        Assert.Equal(2, subscription.News.Count);
        rig.Settle();

        var news = ReadAll(subscription);
        Assert.All(news.Take(2), one => Assert.IsType<DeliveryNews.Published>(one));
        Assert.Equal(
            ["Retrying", "Delivered"],
            news.Skip(2).Select(one => Assert.IsType<DeliveryNews.Attempted>(one).Outcome.Verdict.ToString()));
    }

    [Fact]
    public void Slow_subscriber_loses_what_it_has_no_room_for_and_nobody_waits_for_it()
    {
        var feed = new DeliveryFeed();
        using var rig = new SchedulerRig(new DeliveryOptions(), feed: feed);
        using var slow = feed.Subscribe(3);
        using var quick = feed.Subscribe(1_000);

        for (var i = 0; i < 50; i++)
        {
            rig.Publish(1);
            rig.Answer(200);
            rig.Settle();
        }

        Assert.Equal(0, rig.Store.Pending);
        Assert.Equal((3, 97), (slow.News.Count, slow.Dropped));
        Assert.Equal((100, 0), (quick.News.Count, quick.Dropped));
    }

    [Fact]
    public void Subscription_that_is_ended_is_told_no_more()
    {
        var feed = new DeliveryFeed();
        using var rig = new SchedulerRig(new DeliveryOptions(), feed: feed);
        var subscription = feed.Subscribe(10);
        rig.Publish(1);

        subscription.Dispose();
        rig.Publish(1);

        Assert.Single(ReadAll(subscription));
        Assert.True(subscription.News.Completion.IsCompleted);
    }

    private static List<DeliveryNews> ReadAll(DeliverySubscription subscription)
    {
        var news = new List<DeliveryNews>();
        while (subscription.News.TryRead(out var one))
        {
            news.Add(one);
        }

        return news;
    }
}
