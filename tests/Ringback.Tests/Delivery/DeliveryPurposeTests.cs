using Ringback.Delivery;
using Ringback.Delivery.Schedule;
using Ringback.Webhooks;

namespace Ringback.Tests.Delivery;

/// <summary>The schedule does what a row says that it is made for.</summary>
public sealed class DeliveryPurposeTests
{
    private static readonly DeliveryOptions Options = new() { RetryWaits = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)] };

    [Theory]
    [InlineData(DeliveryPurpose.Ordinary, WebhookStatus.Inactive)]
    [InlineData(DeliveryPurpose.Resent, WebhookStatus.Active)]
    [InlineData(DeliveryPurpose.Recovered, WebhookStatus.Active)]
    [InlineData(DeliveryPurpose.Ping, WebhookStatus.Active)]
    public async Task Only_what_is_ordinary_counts_for_the_health_of_its_webhook(object purpose, object status)
    {
        using var rig = new SchedulerRig(new DeliveryOptions { DisableAfterFailures = 3 });
        rig.WebhookStore.Commit();

        for (var i = 0; i < 3; i++)
        {
            await rig.FindAsync((DeliveryPurpose)purpose);
            rig.Answer(500);
            rig.Settle();
        }

        Assert.Equal((WebhookStatus)status, rig.Status);
    }

    [Theory]
    [InlineData(DeliveryPurpose.Ordinary, 3)]
    [InlineData(DeliveryPurpose.Resent, 3)]
    [InlineData(DeliveryPurpose.Recovered, 3)]
    [InlineData(DeliveryPurpose.Ping, 1)]
    public async Task Ping_is_tried_once_and_all_else_by_its_whole_ladder(object purpose, int attempts)
    {
        using var rig = new SchedulerRig(Options);
        await rig.FindAsync((DeliveryPurpose)purpose);

        FailAll(rig);

        Assert.Equal((attempts, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 4, 3)]
    [InlineData(4, 4, 2)]
    public async Task Ladder_of_retries_begins_with_the_attempt_that_the_row_names(int attempts, int ladderFrom, int more)
    {
        using var rig = new SchedulerRig(Options);
        await rig.FindAsync(DeliveryPurpose.Resent, attempts, ladderFrom);

        FailAll(rig);

        Assert.Equal((more, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    private static void FailAll(SchedulerRig rig)
    {
        while (rig.Sender.InFlight > 0)
        {
            rig.Answer(500);
            rig.Settle();
            rig.Pass(TimeSpan.FromMinutes(1));
        }
    }
}
