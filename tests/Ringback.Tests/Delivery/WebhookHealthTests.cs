using Ringback.Delivery;
using Ringback.Delivery.Health;

namespace Ringback.Tests.Delivery;

public sealed class WebhookHealthTests
{
    private static readonly DateTimeOffset Now = Some.Now;
    private static readonly DeliveryOptions Options = new();

    [Fact]
    public void Hundredth_failure_within_five_minutes_disables()
    {
        var health = new WebhookHealth();

        Assert.All(Enumerable.Range(0, 99), i => Assert.False(health.Fail(Now.AddSeconds(i * 3), Options)));

        Assert.True(health.Fail(Now.AddSeconds(299), Options));
        Assert.Equal(Now.AddSeconds(299), health.DisabledAt);
    }

    [Fact]
    public void Failures_older_than_five_minutes_do_not_count()
    {
        var health = new WebhookHealth();

        Assert.All(Enumerable.Range(0, 1000), i => Assert.False(health.Fail(Now.AddSeconds(i * 4), Options)));
    }

    [Fact]
    public void Success_among_the_failures_starts_the_count_again()
    {
        var health = new WebhookHealth();
        for (var i = 0; i < 99; i++)
        {
            health.Fail(Now, Options);
        }

        health.Succeed(Now, Options);

        Assert.True(health.IsClean);
        Assert.False(health.Fail(Now, Options));
    }

    [Fact]
    public void Success_changes_nothing_about_the_failures_where_only_time_does()
    {
        var plain = new DeliveryOptions { ForgiveAfterSuccess = false };
        var health = new WebhookHealth();
        for (var i = 0; i < 99; i++)
        {
            health.Fail(Now.AddSeconds(i), plain);
            health.Succeed(Now.AddSeconds(i), plain);
        }

        Assert.True(health.Fail(Now.AddSeconds(300), plain));
    }

    [Fact]
    public void Failures_that_are_too_old_are_forgotten_with_the_next_success_there_too()
    {
        var plain = new DeliveryOptions { ForgiveAfterSuccess = false };
        var health = new WebhookHealth();
        health.Fail(Now, plain);

        health.Succeed(Now.AddMinutes(5).AddMilliseconds(1), plain);

        Assert.True(health.IsClean);
    }

    [Fact]
    public void Next_failure_disables_again_when_it_was_made_active_within_five_minutes()
    {
        var health = new WebhookHealth();
        health.Disable(Now);

        health.Reactivate(Now.AddMinutes(5), Options);

        Assert.True(health.IsOnProbation);
        Assert.True(health.Fail(Now.AddDays(1), Options));
    }

    [Fact]
    public void Success_ends_the_probation()
    {
        var health = new WebhookHealth();
        health.Disable(Now);
        health.Reactivate(Now.AddMinutes(1), Options);

        health.Succeed(Now, Options);

        Assert.True(health.IsClean);
        Assert.False(health.Fail(Now.AddMinutes(2), Options));
    }

    [Fact]
    public void Webhook_made_active_later_has_a_new_beginning()
    {
        var health = new WebhookHealth();
        health.Disable(Now);

        health.Reactivate(Now.AddMinutes(5).AddMilliseconds(1), Options);

        Assert.True(health.IsClean);
        Assert.False(health.Fail(Now.AddMinutes(6), Options));
    }

    [Fact]
    public void Failure_in_flight_or_after_a_crash_disables_again_within_five_minutes_of_disabling()
    {
        var health = new WebhookHealth();
        health.Disable(Now);

        Assert.True(health.Fail(Now.AddMinutes(5), Options));
        Assert.False(health.Fail(Now.AddMinutes(10).AddMilliseconds(1), Options));
    }

    [Fact]
    public void Failures_of_before_the_clock_was_set_back_neither_count_nor_keep_later_ones_from_expiring()
    {
        var health = new WebhookHealth();
        for (var i = 0; i < 99; i++)
        {
            health.Fail(Now.AddHours(1), Options);
        }

        Assert.False(health.Fail(Now, Options));

        Assert.Equal([Now], health.ToRecord(Guid.Empty).Failures);
    }

    [Fact]
    public void Twentieth_failure_disables_when_nothing_was_received_for_five_days()
    {
        var health = Failing(19, TimeSpan.FromHours(6));

        Assert.True(health.Fail(Now.AddDays(5), Options));
        Assert.True(health.HasFailedForTooLong);
        Assert.Equal(Now.AddDays(5), health.DisabledAt);
    }

    [Fact]
    public void Twenty_failures_in_less_than_five_days_do_not_disable()
    {
        var health = Failing(19, TimeSpan.FromHours(6));

        Assert.False(health.Fail(Now.AddDays(5).AddMilliseconds(-1), Options));
    }

    [Fact]
    public void Nineteen_failures_do_not_disable_in_however_many_days()
    {
        var health = Failing(18, TimeSpan.FromDays(1));

        Assert.False(health.Fail(Now.AddDays(300), Options));
        Assert.True(health.Fail(Now.AddDays(301), Options));
    }

    [Fact]
    public void What_was_received_ends_the_time_of_failing()
    {
        var health = Failing(19, TimeSpan.FromHours(6));
        health.Succeed(Now.AddDays(4.9), Options);

        Assert.True(health.IsClean);
        Assert.All(Enumerable.Range(0, 19), i => Assert.False(health.Fail(Now.AddDays(5).AddHours(i * 6), Options)));
        Assert.False(health.Fail(Now.AddDays(9.9), Options));
        Assert.True(health.Fail(Now.AddDays(10), Options));
    }

    [Fact]
    public void Webhook_made_active_again_has_five_days_again()
    {
        var health = Failing(20, TimeSpan.FromHours(7));

        health.Reactivate(Now.AddDays(30), Options);

        Assert.True(health.IsClean);
        Assert.False(health.Fail(Now.AddDays(30), Options));
    }

    [Fact]
    public void No_time_of_failing_disables_where_none_is_set()
    {
        var never = new DeliveryOptions { DisableAfterFailingFor = null };
        var health = new WebhookHealth();

        Assert.All(Enumerable.Range(0, 100), i => Assert.False(health.Fail(Now.AddDays(i), never)));
        Assert.Null(health.ToRecord(Guid.Empty).FailingSince);
    }

    [Fact]
    public void Time_of_failing_goes_on_after_a_restart()
    {
        var before = Failing(19, TimeSpan.FromHours(6));

        var record = before.ToRecord(Guid.Empty);
        var restored = WebhookHealth.Restore(record);

        Assert.Equal((Now, 19), (record.FailingSince, record.FailedSince));
        Assert.True(restored.Fail(Now.AddDays(5), Options));
    }

    [Fact]
    public void Time_of_failing_that_began_before_the_clock_was_set_back_begins_anew()
    {
        var health = Failing(19, TimeSpan.Zero);

        Assert.False(health.Fail(Now.AddDays(-1), Options));

        Assert.Equal(Now.AddDays(-1), health.ToRecord(Guid.Empty).FailingSince);
    }

    [Fact]
    public void What_is_restored_goes_on_as_if_there_had_been_no_restart()
    {
        var health = new WebhookHealth();
        for (var i = 0; i < 99; i++)
        {
            health.Fail(Now, Options);
        }

        var restored = WebhookHealth.Restore(health.ToRecord(Guid.Empty));

        Assert.True(restored.Fail(Now, Options));
        restored.Reactivate(Now, Options);
        Assert.True(WebhookHealth.Restore(restored.ToRecord(Guid.Empty)).IsOnProbation);
    }

    private static WebhookHealth Failing(int times, TimeSpan every)
    {
        var health = new WebhookHealth();
        for (var i = 0; i < times; i++)
        {
            health.Fail(Now + (every * i), Options);
        }

        return health;
    }
}
