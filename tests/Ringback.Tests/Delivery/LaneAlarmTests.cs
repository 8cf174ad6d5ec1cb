using Ringback.Delivery.Schedule;

namespace Ringback.Tests.Delivery;

public sealed class LaneAlarmTests
{
    private readonly SkewedTimeProvider _time = new(Some.Now);
    private bool _wasSetBack;
    private readonly List<Lane> _woken = [];

    [Fact]
    public void Lane_is_woken_at_its_time_and_not_before()
    {
        using var alarm = Alarm();
        var lane = Some.Lane();

        alarm.Set(lane, Some.Now.AddSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Empty(_woken);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([lane], _woken);
    }

    [Fact]
    public void Lanes_are_woken_in_the_order_of_their_times()
    {
        using var alarm = Alarm();
        var lanes = Enumerable.Range(0, 20).Select(_ => Some.Lane()).ToArray();

        foreach (var i in Enumerable.Range(0, 20).Select(i => i * 7 % 20))
        {
            alarm.Set(lanes[i], Some.Now.AddSeconds(i * 3));
        }

        for (var second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(lanes, _woken);
    }

    [Fact]
    public void Time_that_has_passed_already_wakes_at_once()
    {
        using var alarm = Alarm();

        alarm.Set(Some.Lane(), Some.Now.AddHours(-1));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Single(_woken);
    }

    [Fact]
    public void Hundred_thousand_lanes_due_at_one_instant_are_woken_together()
    {
        using var alarm = Alarm();

        for (var i = 0; i < 100_000; i++)
        {
            alarm.Set(Some.Lane(), Some.Now.AddSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(100_000, _woken.Count);
    }

    [Fact]
    public void Lane_of_days_ahead_is_woken_on_time()
    {
        using var alarm = Alarm();

        alarm.Set(Some.Lane(), Some.Now.AddHours(12));
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Empty(_woken);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(_woken);
    }

    [Fact]
    public void Lane_that_is_set_again_and_again_has_one_place_and_is_woken_once()
    {
        using var alarm = Alarm();
        var lanes = new[] { Some.Lane(), Some.Lane(), Some.Lane() };

        for (var i = 0; i < 2_000; i++)
        {
            alarm.Set(lanes[i % 3], Some.Now.AddHours(12).AddSeconds(-i));
            alarm.Set(lanes[(i + 1) % 3], Some.Now.AddSeconds(1 + (i % 7)));
        }

        Assert.Equal(3, alarm.Count);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((3, 0), (_woken.Count, alarm.Count));
        Assert.Equal(3, _woken.Distinct().Count());
    }

    [Fact]
    public void Lane_that_is_taken_out_is_not_woken_and_the_others_are_in_their_order()
    {
        using var alarm = Alarm();
        var lanes = Enumerable.Range(0, 50).Select(_ => Some.Lane()).ToArray();
        foreach (var i in Enumerable.Range(0, 50).Select(i => i * 7 % 50))
        {
            alarm.Set(lanes[i], Some.Now.AddSeconds(i));
        }

        foreach (var lane in lanes.Where((_, i) => i % 3 == 0))
        {
            alarm.Remove(lane);
            alarm.Remove(lane);
        }

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(lanes.Where((_, i) => i % 3 != 0), _woken);
    }

    [Fact]
    public void Clock_that_is_set_back_wakes_all_within_ten_seconds()
    {
        using var alarm = Alarm();
        alarm.Set(Some.Lane(), Some.Now.AddSeconds(1));
        alarm.Set(Some.Lane(), Some.Now.AddHours(12));

        _time.Skew = TimeSpan.FromHours(-1);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((2, 0, true), (_woken.Count, alarm.Count, _wasSetBack));
    }

    [Fact]
    public void Clock_that_is_corrected_a_little_wakes_nobody_early()
    {
        using var alarm = Alarm();
        alarm.Set(Some.Lane(), Some.Now.AddHours(12));

        _time.Skew = TimeSpan.FromSeconds(-1);
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Empty(_woken);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((1, false), (_woken.Count, _wasSetBack));
    }

    private LaneAlarm Alarm() => new(_time, new Lock(), (lanes, wasSetBack) =>
    {
        _woken.AddRange(lanes);
        _wasSetBack |= wasSetBack;
    });
}
