using Ringback.Delivery;
using Ringback.Webhooks;

namespace Ringback.Tests.Delivery;

/// <summary>The schedule in memory, step by step.</summary>
public sealed class DeliverySchedulerTests
{
    [Fact]
    public void Page_brings_in_no_more_than_its_room_though_deliveries_it_knew_end_while_it_is_read()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { MaxLoaded = 4, InFlightPerWebhook = 2 });
        rig.Publish(20);

        rig.Answer(200);
        rig.Answer(200);
        rig.Settle();

        Assert.Equal(4, rig.Sender.Count);
        Assert.InRange(rig.Scheduler.Figures().Loaded, 3, 4);
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(200);
            rig.Settle();
            Assert.InRange(rig.Scheduler.Figures().Loaded, 0, 4);
        }

        Assert.Equal((20, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    [Fact]
    public void Next_page_is_read_as_the_last_ready_delivery_is_taken_and_not_when_an_attempt_ends()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { MaxLoaded = 2, InFlightPerWebhook = 4 });

        rig.Publish(6);
        rig.Settle();

        Assert.Equal(4, rig.Sender.InFlight);
    }

    [Fact]
    public void Lane_has_one_slot_after_a_timeout_and_all_of_them_as_soon_as_it_is_received_again()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { InFlightPerWebhook = 4 });
        rig.Publish(1);
        rig.TimeOut();
        rig.Settle();

        rig.Publish(10);
        Assert.Equal(1, rig.Sender.InFlight);
        rig.Answer(200);

        Assert.Equal(4, rig.Sender.InFlight);
    }

    [Fact]
    public void Webhook_that_the_store_has_yet_to_make_inactive_is_sent_nothing_new()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Publish(1);
        rig.Answer(410);
        rig.Settle();

        rig.Publish(1);
        rig.Settle();
        Assert.Equal((1, 0), (rig.Sender.Count, rig.Sender.InFlight));
        rig.WebhookStore.Commit();
        rig.Settle();

        Assert.Equal((1, 2), (rig.Sender.Count, rig.Store.Pending));
    }

    [Fact]
    public void Deliveries_due_at_the_same_instant_take_turns_and_bounded_memory_though_they_are_100_000()
    {
        var options = new DeliveryOptions { MaxLoaded = 1_000, LanePage = 64, Slots = 50 };
        using var rig = new SchedulerRig(options, webhooks: 100);
        var sent = rig.Webhooks.ToDictionary(webhook => webhook.TargetUrl, _ => 0);
        rig.Sender.Sent = callback => sent[callback.Url.OriginalString]++;

        rig.Publish(1_000);
        while (rig.Sender.InFlight > 0)
        {
            for (var i = 0; i < 40 && rig.Sender.InFlight > 0; i++)
            {
                rig.Answer(200);
            }

            rig.Settle();
            var figures = rig.Scheduler.Figures();
            Assert.True(figures.Loaded <= options.MaxLoaded + figures.Lanes + figures.InFlight, $"{figures}");
            Assert.True(sent.Values.Max() - sent.Values.Min() < 20);
        }

        Assert.Equal((100_000, 0), (rig.Sender.Count, rig.Store.Pending));
        Assert.All(sent.Values, count => Assert.Equal(1_000, count));
    }

    [Fact]
    public void Large_events_count_for_several_in_memory_and_are_all_delivered()
    {
        var options = new DeliveryOptions { MaxLoaded = 1_000, LanePage = 100, Slots = 8, InFlightPerWebhook = 2 };
        using var rig = new SchedulerRig(options, webhooks: 10);

        rig.Publish(30, $$"""{"text":"{{new string('x', 200_000)}}"}""");
        var most = MostLoadedUntilAllIsDelivered(rig);

        Assert.Equal((300, 0), (rig.Sender.Count, rig.Store.Pending));
        Assert.InRange(most, 200, 1_000 + (10 * 49));
        Assert.Equal(0, rig.Scheduler.Figures().Loaded);
    }

    [Fact]
    public void Large_events_of_one_webhook_stay_within_its_page()
    {
        var options = new DeliveryOptions { MaxLoaded = 100_000, LanePage = 100, InFlightPerWebhook = 2 };
        using var rig = new SchedulerRig(options);

        rig.Publish(200, $$"""{"text":"{{new string('x', 200_000)}}"}""");
        var most = MostLoadedUntilAllIsDelivered(rig);

        Assert.Equal((200, 0), (rig.Sender.Count, rig.Store.Pending));
        Assert.InRange(most, 100, 100 + (5 * 49));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Delivery_that_was_dropped_during_its_attempt_is_not_tried_again(bool isDropped, int attempts)
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Publish(1);

        rig.Set(WebhookStatus.Inactive);
        if (isDropped)
        {
            rig.Store.Drop();
        }

        rig.Set(WebhookStatus.Active);
        rig.Answer(500);
        rig.Settle();
        rig.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(attempts, rig.Sender.Count);
    }

    [Fact]
    public void Clock_set_back_an_hour_delays_what_was_published_before_and_nothing_else()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Publish(1);
        rig.Answer(500);
        rig.Settle();

        rig.Time.AdjustTime(Some.Now.AddHours(-1));
        rig.Publish(1);
        Assert.Equal(2, rig.Sender.Count);
        rig.Answer(200);
        rig.Pass(TimeSpan.FromHours(1));
        Assert.Equal(2, rig.Sender.Count);
        rig.Pass(TimeSpan.FromSeconds(6));

        Assert.Equal(3, rig.Sender.Count);
        rig.Answer(200);
        rig.Settle();
        Assert.Equal(0, rig.Store.Pending);
    }

    [Fact]
    public void Clock_set_forward_a_day_makes_a_waiting_retry_due_within_ten_seconds_and_once()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { RetryWaits = [TimeSpan.FromHours(12), TimeSpan.FromHours(12)] });
        rig.Publish(1);
        rig.Answer(500);
        rig.Settle();
        rig.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(1, rig.Sender.Count);

        rig.Time.AdjustTime(Some.Now.AddDays(1));
        rig.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(2, rig.Sender.Count);
        rig.Answer(500);
        rig.Settle();
        rig.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(2, rig.Sender.Count);
    }

    private static int MostLoadedUntilAllIsDelivered(SchedulerRig rig)
    {
        var most = 0;
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(200);
            rig.Settle();
            most = Math.Max(most, rig.Scheduler.Figures().Loaded);
        }

        return most;
    }
}
