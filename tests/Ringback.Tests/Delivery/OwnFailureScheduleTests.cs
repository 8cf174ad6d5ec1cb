using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Ownership;
using Ringback.Webhooks;

namespace Ringback.Tests.Delivery;

/// <summary>What fails by our own fault says nothing about the receiver.</summary>
public sealed class OwnFailureScheduleTests
{
    [Fact]
    public void Own_failures_never_count_for_the_health_of_a_webhook()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { DisableAfterFailures = 3 });
        rig.WebhookStore.Commit();
        rig.Publish(10);

        for (var i = 0; i < 10; i++)
        {
            rig.Fail(OwnFault.Descriptors);
            rig.Settle();
        }

        Assert.Equal((WebhookStatus.Active, 0), (rig.Status, rig.Scheduler.Figures().Failing));
        Assert.Null(rig.Store.Health);
    }

    [Fact]
    public void Own_failures_are_no_rung_of_the_ladder()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { RetryWaits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)] });
        rig.Publish(1);
        for (var i = 0; i < 5; i++)
        {
            rig.Fail(OwnFault.Network);
            rig.Settle();
            PassUntilSent(rig);
        }

        for (var i = 0; i < 2; i++)
        {
            rig.Answer(500);
            rig.Settle();
            PassUntilSent(rig);
        }

        rig.Answer(500);
        rig.Settle();

        Assert.Equal((8, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    [Fact]
    public async Task Webhook_that_fails_seldom_but_for_five_days_becomes_inactive_also_when_the_shard_moves()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { RetryWaits = [] });
        rig.WebhookStore.Commit();
        for (var i = 0; i < 19; i++)
        {
            await FailOneAsync(rig);
            rig.Time.Advance(TimeSpan.FromHours(6));
        }

        var shard = Shards.Of(rig.Webhooks[0].Id);
        rig.Scheduler.Release(shard);
        await rig.Scheduler.AcquireAsync([new(shard, 2)], TestContext.Current.CancellationToken);
        rig.Time.Advance(TimeSpan.FromHours(6));
        Assert.Equal(WebhookStatus.Active, rig.Status);
        await FailOneAsync(rig);

        Assert.Equal(WebhookStatus.Inactive, rig.Status);
    }

    private static async Task FailOneAsync(SchedulerRig rig)
    {
        await rig.FindAsync(DeliveryPurpose.Ordinary);
        rig.Answer(500);
        rig.Settle();
    }

    private static void PassUntilSent(SchedulerRig rig)
    {
        for (var seconds = 0; rig.Sender.InFlight == 0 && seconds < 3600; seconds++)
        {
            rig.Pass(TimeSpan.FromSeconds(1));
        }
    }
}
