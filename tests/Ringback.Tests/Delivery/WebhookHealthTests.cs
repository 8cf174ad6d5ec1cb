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
}
