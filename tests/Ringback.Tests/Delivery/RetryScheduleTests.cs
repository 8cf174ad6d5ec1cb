using CsCheck;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;

namespace Ringback.Tests.Delivery;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = Some.Now;

    [Fact]
    public void Ladder_is_that_of_the_design()
    {
        var schedule = new RetrySchedule(new DeliveryOptions());

        var waits = Enumerable.Range(1, 10).Select(number => schedule.Next(number, Now, null, 0.5) - Now).ToArray();

        Assert.Equal(
            [
                TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
                TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
                TimeSpan.FromHours(12), (TimeSpan?)null,
            ],
            waits);
    }

    [Theory]
    [InlineData(0, 4.0)]
    [InlineData(0.25, 4.5)]
    [InlineData(0.5, 5.0)]
    [InlineData(1, 6.0)]
    public void Jitter_moves_a_wait_by_a_fifth_at_most_either_way(double chance, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), new RetrySchedule(new DeliveryOptions()).Next(1, Now, null, chance) - Now);

    [Fact]
    public void Without_jitter_chance_does_not_matter()
    {
        var schedule = new RetrySchedule(new DeliveryOptions { RetryJitter = 0 });

        Assert.Equal(schedule.Next(3, Now, null, 0), schedule.Next(3, Now, null, 1));
    }

    [Fact]
    public void Empty_ladder_is_a_single_attempt() =>
        Assert.Null(
            new RetrySchedule(new DeliveryOptions { RetryWaits = [] }).Next(1, Now, TimeSpan.FromSeconds(1), 0.5));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 6)]
    [InlineData(3600, 3600)]
    [InlineData(43200, 43200)]
    [InlineData(43201, 43200)]
    [InlineData(1e9, 43200)]
    public void Retry_after_only_lengthens_and_has_a_cap(double askedSeconds, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        new RetrySchedule(new DeliveryOptions()).Next(1, Now, TimeSpan.FromSeconds(askedSeconds), 0.5) - Now);

    [Fact]
    public void Cap_of_retry_after_does_not_shorten_a_longer_wait_of_the_ladder()
    {
        var schedule = new RetrySchedule(new DeliveryOptions { MaxRetryAfter = TimeSpan.FromMinutes(1) });

        Assert.Equal(TimeSpan.FromHours(12), schedule.Next(9, Now, TimeSpan.FromHours(5), 0.5) - Now);
    }

    [Fact]
    public void Retry_after_beyond_the_last_attempt_does_not_make_another() =>
        Assert.Null(new RetrySchedule(new DeliveryOptions()).Next(10, Now, TimeSpan.FromSeconds(1), 0.5));

    [Fact]
    public void Due_date_is_whole_milliseconds_within_its_bounds() =>
        Gen.Select(Gen.Int[1, 9], Gen.Double[0, 1], Gen.Double[-10, 100_000]).Sample((number, chance, askedSeconds) =>
        {
            var options = new DeliveryOptions();
            var asked = TimeSpan.FromSeconds(askedSeconds);
            var wait = (new RetrySchedule(options).Next(number, Now, asked, chance) - Now)!.Value;
            var ladder = DeliveryOptions.DefaultRetryWaits[number - 1];
            var capped = asked < options.MaxRetryAfter ? asked : options.MaxRetryAfter;

            Assert.Equal(0, wait.Ticks % TimeSpan.TicksPerMillisecond);
            Assert.True(wait >= (ladder * 0.8) - TimeSpan.FromMilliseconds(1));
            Assert.True(wait >= capped - TimeSpan.FromMilliseconds(1));
            Assert.True(wait <= (ladder * 1.2 > capped ? ladder * 1.2 : capped));
        });
}
