using Microsoft.Extensions.Logging;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;

namespace Ringback.Tests.Delivery;

/// <summary>What breaks inside the service must cost neither a slot nor a delivery, and must not keep it from stopping.</summary>
public sealed class SchedulerFaultTests
{
    [Fact]
    public async Task Attempt_whose_log_line_fails_is_recorded_and_gives_its_slot_back()
    {
        using var rig = new SchedulerRig(new DeliveryOptions(), log: new BrokenLog());
        rig.Publish(1);

        rig.Answer(200);
        rig.Settle();

        Assert.Equal((1, 0), (rig.Sender.Count, rig.Store.Pending));
        Assert.Equal((0, 0), (rig.Scheduler.Figures().InFlight, rig.Scheduler.Figures().Unrecorded));
        await rig.Scheduler.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    [Fact]
    public void Attempt_whose_outcome_the_store_refuses_gives_its_slot_back_and_is_made_again()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { Slots = 16, InFlightPerWebhook = 4 });
        rig.Store.RefusesOutcomes = true;
        rig.Publish(4);
        for (var i = 0; i < 4; i++)
        {
            rig.Answer(200);
        }

        rig.Settle();
        Assert.Equal((0, 0, 0), (rig.Sender.InFlight, rig.Scheduler.Figures().InFlight, rig.Scheduler.Figures().Unrecorded));

        rig.Store.RefusesOutcomes = false;
        rig.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(4, rig.Sender.InFlight);
        for (var i = 0; i < 4; i++)
        {
            rig.Answer(200);
        }

        rig.Settle();
        Assert.Equal((8, 0), (rig.Sender.Count, rig.Store.Pending));
    }

    [Fact]
    public async Task Pause_after_a_failed_read_is_no_longer_when_the_clock_is_set_back()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Store.RefusesPages = true;
        rig.Time.Skew = TimeSpan.FromHours(-1);
        await rig.FindAsync(DeliveryPurpose.Ordinary);
        rig.Time.Skew = TimeSpan.Zero;
        rig.Pass(TimeSpan.FromSeconds(1));

        rig.Store.RefusesPages = false;
        rig.Time.Skew = TimeSpan.FromHours(-1);
        rig.Pass(TimeSpan.FromSeconds(11));

        Assert.Equal(1, rig.Sender.InFlight);
    }

    [Fact]
    public void Pause_after_an_attempt_that_broke_is_no_longer_when_the_clock_is_set_back()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Store.RefusesOutcomes = true;
        rig.Time.Skew = TimeSpan.FromHours(-1);
        rig.Publish(1);
        rig.Time.Skew = TimeSpan.Zero;
        rig.Answer(200);

        rig.Store.RefusesOutcomes = false;
        rig.Time.Skew = TimeSpan.FromHours(-1);
        rig.Pass(TimeSpan.FromSeconds(11));

        Assert.Equal(1, rig.Sender.InFlight);
    }

    [Fact]
    public async Task Stopping_ends_though_an_attempt_never_does()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { StopGrace = TimeSpan.FromSeconds(7) });
        rig.Publish(1);

        var stopping = rig.Scheduler.StopAsync(CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(stopping.IsCompleted);
        while (!stopping.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal((1, 1), (rig.Sender.InFlight, rig.Store.Pending));
    }

    [Fact]
    public async Task Time_to_stop_runs_from_the_moment_in_which_no_more_is_taken()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { StopGrace = TimeSpan.FromSeconds(7) });
        rig.Publish(1);

        rig.Scheduler.TakeNoMore();
        rig.Time.Advance(TimeSpan.FromSeconds(7));
        var stopping = rig.Scheduler.StopAsync(CancellationToken.None);
        await rig.Sender.Abandoned.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        while (!stopping.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Stopping_ends_at_once_when_the_host_has_no_more_patience()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { StopGrace = TimeSpan.FromDays(365) });
        rig.Publish(1);
        using var impatient = new CancellationTokenSource();

        var stopping = rig.Scheduler.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        // Who is called back by the cancelling runs elsewhere: however late, it comes before a year has passed here.
        while (!stopping.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(rig.Time.GetUtcNow() < Some.Now.AddDays(365));
    }

    [Fact]
    public void Webhook_deleted_during_its_last_attempt_leaves_no_health_behind()
    {
        using var rig = new SchedulerRig(new DeliveryOptions());
        rig.Publish(2);
        rig.Answer(500);
        Assert.Equal(1, rig.Scheduler.Figures().Failing);

        rig.Delete(rig.Webhooks[0]);
        rig.Answer(500);
        rig.Settle();

        Assert.Equal(0, rig.Scheduler.Figures().Failing);
    }

    [Fact]
    public void Webhook_with_one_far_retry_and_many_near_ones_waits_in_the_alarm_once()
    {
        using var rig = new SchedulerRig(new DeliveryOptions { RetryWaits = [TimeSpan.FromHours(12), TimeSpan.FromSeconds(5)] });
        rig.Publish(1);
        rig.Answer(500);
        rig.Settle();

        for (var i = 0; i < 200; i++)
        {
            rig.Publish(1);
            rig.Answer(500);
            rig.Settle();
            rig.Pass(TimeSpan.FromSeconds(20));
        }

        Assert.InRange(rig.Scheduler.Figures().Waking, 0, 1);
    }

    [Fact]
    public void Webhook_whose_url_cannot_be_called_costs_no_slot_and_stops_nobody()
    {
        using var rig = new SchedulerRig(
            new DeliveryOptions(), webhooks: 2,
            change: (webhook, number) => number == 0 ? webhook with { TargetUrl = "https://[broken/" } : webhook);

        rig.Publish(1);
        rig.Answer(200);
        rig.Settle();

        Assert.Equal((1, 1, 0), (rig.Sender.Count, rig.Store.Pending, rig.Scheduler.Figures().InFlight));
    }

    private sealed class BrokenLog : ILogger<AttemptRunner>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("The disk of the log is full.");
    }
}
