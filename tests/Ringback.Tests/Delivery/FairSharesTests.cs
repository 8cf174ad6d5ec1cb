using Ringback.Delivery;
using Ringback.Webhooks;

namespace Ringback.Tests.Delivery;

/// <summary>No owner, org or receiver keeps another one waiting, whatever it does.</summary>
public sealed class FairSharesTests
{
    private static readonly DeliveryOptions Options = new() { Slots = 64, InFlightPerWebhook = 4 };

    [Fact]
    public void Owner_with_ten_thousand_hanging_endpoints_leaves_slots_for_others_at_once()
    {
        using var rig = new SchedulerRig(Options, webhooks: 10_001, change: (webhook, number) =>
            number < 10_000 ? webhook with { CreatedBy = "mallory" } : webhook);

        rig.Publish(2, matching: rig.Webhooks[..10_000]);
        Assert.Equal(24, rig.Sender.InFlight);
        rig.Publish(1, matching: [rig.Webhooks[^1]]);

        Assert.Equal(25, rig.Sender.InFlight);
    }

    [Fact]
    public void Owners_that_come_one_after_another_each_find_a_free_slot()
    {
        using var rig = new SchedulerRig(Options, webhooks: 200, change: (webhook, number) => webhook with
        {
            OrgId = $"org{number / 20}",
            CreatedBy = $"person{number / 20}",
        });
        var served = new List<int>();
        for (var owner = 0; owner < 10; owner++)
        {
            var before = rig.Sender.InFlight;
            rig.Publish(4, matching: rig.Webhooks[(owner * 20)..((owner + 1) * 20)]);
            served.Add(rig.Sender.InFlight - before);
        }

        Assert.Equal(24, served[0]);
        Assert.All(served.Take(5), slots => Assert.True(slots > 0));
        Assert.Equal(served.OrderDescending(), served);
    }

    [Fact]
    public void Persons_of_one_org_leave_slots_for_another_org()
    {
        using var rig = new SchedulerRig(Options, webhooks: 101, change: (webhook, number) =>
            number < 100 ? webhook with { CreatedBy = $"person{number}" } : webhook with { OrgId = "other" });

        rig.Publish(4, matching: rig.Webhooks[..100]);
        Assert.Equal(36, rig.Sender.InFlight);
        rig.Publish(4, matching: [rig.Webhooks[100]]);

        Assert.Equal(40, rig.Sender.InFlight);
    }

    [Fact]
    public void Owners_take_turns_whatever_the_number_of_their_webhooks()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions { Slots = 8, InFlightPerWebhook = 1 }, webhooks: 102, change: (webhook, number) =>
            webhook with { CreatedBy = number < 100 ? "many" : "few", OwnedBy = number == 101 ? WebhookOwner.Org : webhook.OwnedBy });
        var sent = new List<string>();
        rig.Sender.Sent = callback => sent.Add(callback.Url.Host);
        rig.Publish(3, matching: rig.Webhooks[..100]);
        rig.Publish(3, matching: rig.Webhooks[100..]);

        for (var i = 0; i < 16; i++)
        {
            rig.Answer(200);
            rig.Settle();
        }

        Assert.Equal(3, sent.Count(host => host == "100.test"));
        Assert.Equal(3, sent.Count(host => host == "101.test"));
    }

    [Fact]
    public void Webhooks_that_timed_out_share_an_eighth_of_the_slots()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions { Slots = 64, InFlightPerWebhook = 1 }, webhooks: 200, change: (webhook, number) => webhook with
            {
                OrgId = $"org{number}",
                CreatedBy = $"person{number}",
            });
        rig.Publish(3);
        for (var i = 0; i < 500; i++)
        {
            rig.TimeOut();
        }

        Assert.InRange(rig.Sender.InFlight, 1, 8);
    }

    [Fact]
    public void Webhook_that_timed_out_tries_first_deliveries_and_retries_in_turn()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { RetryWaits = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero] });
        var numbers = new List<string>();
        rig.Sender.Sent = callback => numbers.Add(callback.Headers.First(header => header.Key == "TrackingID").Value.Split('_')[^1]);
        rig.Publish(1);
        rig.TimeOut();
        rig.Settle();
        rig.Publish(20);

        for (var i = 0; i < 8; i++)
        {
            rig.TimeOut();
            rig.Settle();
        }

        Assert.InRange(numbers.Count(number => number == "1"), 3, 7);
    }

    [Fact]
    public void Receiver_has_no_more_in_flight_than_its_limit_whosever_webhooks_call_it()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions { Slots = 512, InFlightPerReceiver = 5 }, webhooks: 41, change: (webhook, number) => webhook with
            {
                CreatedBy = $"person{number % 4}",
                TargetUrl = number < 40 ? $"https://busy.test/{number}" : "https://quiet.test/",
            });

        rig.Publish(2);
        Assert.Equal(7, rig.Sender.InFlight);
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(200);
            rig.Settle();
            Assert.InRange(rig.Sender.InFlight, 0, 7);
        }

        Assert.Equal((82, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    [Fact]
    public void Owners_take_turns_at_a_receiver_that_is_full()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions { Slots = 512, InFlightPerReceiver = 2 }, webhooks: 101, change: (webhook, number) => webhook with
            {
                CreatedBy = number < 100 ? "many" : "one",
                TargetUrl = $"https://busy.test/{number}",
            });
        var sent = new List<string>();
        rig.Sender.Sent = callback => sent.Add(callback.Url.AbsolutePath);
        rig.Publish(1, matching: rig.Webhooks[..100]);
        rig.Publish(1, matching: [rig.Webhooks[100]]);

        for (var i = 0; i < 4; i++)
        {
            rig.Answer(200);
            rig.Settle();
        }

        Assert.Contains("/100", sent);
    }

    [Fact]
    public void First_tries_and_retries_of_one_owner_do_not_starve_each_other()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions { Slots = 64, InFlightPerWebhook = 1, RetryWaits = [TimeSpan.Zero] }, webhooks: 200);
        rig.Publish(1, matching: rig.Webhooks[..100]);
        for (var i = 0; i < 100; i++)
        {
            rig.Answer(500);
        }

        rig.Settle();
        var retries = rig.Sender.InFlight;
        Assert.InRange(retries, 1, 24);
        rig.Publish(1, matching: rig.Webhooks[100..]);

        Assert.True(rig.Sender.InFlight > retries);
    }
}
