using Ringback.Delivery.Schedule;

namespace Ringback.Tests.Delivery;

public sealed class LaneRingsTests
{
    [Fact]
    public void Lanes_take_turns_whatever_their_backlog()
    {
        var rings = Some.Rings(1000);
        var lanes = new[] { 500, 3, 3, 500, 1 }.Select(count => Some.Lane(count)).ToArray();
        Array.ForEach(lanes, rings.Offer);

        var order = Enumerable.Range(0, 11).Select(_ => Array.IndexOf(lanes, Take(rings)!.Value.Lane)).ToArray();

        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2, 3, 0, 1], order);
    }

    [Fact]
    public void Lane_that_comes_late_waits_for_one_turn_of_each_other()
    {
        var rings = Some.Rings(1000);
        var busy = Enumerable.Range(0, 10).Select(_ => Some.Lane(100)).ToArray();
        Array.ForEach(busy, rings.Offer);
        for (var i = 0; i < 25; i++)
        {
            Take(rings);
        }

        var late = Some.Lane(1);
        rings.Offer(late);
        var waited = 0;
        while (Take(rings)!.Value.Lane != late)
        {
            waited++;
        }

        Assert.Equal(10, waited);
    }

    [Fact]
    public void First_tries_and_retries_take_turns()
    {
        var rings = Some.Rings(16);
        rings.Offer(Some.Lane(firstTries: 100));
        rings.Offer(Some.Lane(retries: 100));

        var kinds = Enumerable.Range(0, 16).Select(_ => Take(rings)!.Value.Kind == SlotKind.Retry).ToArray();

        Assert.Equal(8, kinds.Count(isRetry => isRetry));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i % 2 == 1), kinds);
        Assert.Null(Take(rings));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quarter_of_the_slots_is_kept_for_the_other_kind(bool retries)
    {
        var rings = Some.Rings(16);
        rings.Offer(Some.Lane(retries ? 0 : 100, retries ? 100 : 0));
        var taken = 0;
        while (Take(rings) is not null)
        {
            taken++;
        }

        rings.Offer(Some.Lane(retries ? 100 : 0, retries ? 0 : 100));
        var others = 0;
        while (Take(rings) is var (_, kind))
        {
            Assert.Equal(retries ? SlotKind.FirstTry : SlotKind.Retry, kind);
            others++;
        }

        Assert.Equal((12, 4), (taken, others));
        Assert.Equal(16, rings.InFlight);
    }

    [Fact]
    public void Slot_that_is_given_back_is_taken_again()
    {
        var rings = Some.Rings(8);
        var lane = Some.Lane(100);
        rings.Offer(lane);
        for (var i = 0; i < 6; i++)
        {
            Take(rings);
        }

        Assert.Null(Take(rings));
        lane.InFlight--;
        rings.Release(lane, SlotKind.FirstTry);

        Assert.NotNull(Take(rings));
        Assert.Null(Take(rings));
    }

    [Fact]
    public void Lane_has_no_more_in_flight_than_its_limit()
    {
        var rings = Some.Rings(100);
        var (narrow, wide) = (Some.Lane(50, inFlightLimit: 2), Some.Lane(10));
        rings.Offer(narrow);
        rings.Offer(wide);

        var taken = new List<Lane>();
        while (Take(rings) is var (lane, _))
        {
            taken.Add(lane);
        }

        Assert.Equal((2, 10), (taken.Count(lane => lane == narrow), taken.Count(lane => lane == wide)));
        narrow.InFlight--;
        rings.Release(narrow, SlotKind.FirstTry);
        rings.Offer(narrow);
        Assert.Same(narrow, Take(rings)!.Value.Lane);
        Assert.Null(Take(rings));
    }

    [Fact]
    public void Lane_that_probes_has_one_slot()
    {
        var rings = Some.Rings(100);
        var lane = Some.Lane(10, 10);
        lane.IsProbing = true;
        rings.Offer(lane);

        Assert.NotNull(Take(rings));
        Assert.Null(Take(rings));
        Assert.Equal(1, lane.InFlight);
    }

    [Fact]
    public void Lane_that_is_held_after_it_was_offered_is_passed_over()
    {
        var rings = Some.Rings(100);
        var (held, other) = (Some.Lane(10), Some.Lane(1));
        rings.Offer(held);
        rings.Offer(other);
        held.IsHeld = true;

        Assert.Same(other, Take(rings)!.Value.Lane);
        Assert.Null(Take(rings));
        held.IsHeld = false;
        rings.Offer(held);
        Assert.Same(held, Take(rings)!.Value.Lane);
    }

    [Fact]
    public void Lane_that_is_offered_often_stands_in_the_ring_once()
    {
        var rings = Some.Rings(100);
        var lane = Some.Lane(3, 2);

        for (var i = 0; i < 10; i++)
        {
            rings.Offer(lane);
        }

        Assert.Equal(2, rings.Waiting);
        Assert.Equal(5, Enumerable.Range(0, 10).Count(_ => Take(rings) is not null));
    }

    [Fact]
    public void Hundred_thousand_lanes_each_get_their_slot_in_one_turn()
    {
        var rings = Some.Rings(int.MaxValue);
        var lanes = Enumerable.Range(0, 100_000).Select(_ => Some.Lane(2)).ToArray();
        Array.ForEach(lanes, rings.Offer);

        var firstTurn = Enumerable.Range(0, lanes.Length).Select(_ => Take(rings)!.Value.Lane).ToArray();

        Assert.Equal(lanes, firstTurn);
    }

    private static (Lane Lane, SlotKind Kind)? Take(LaneRings rings)
    {
        var next = rings.Next();
        if (next is var (lane, kind))
        {
            rings.Take(lane, kind);
        }

        return next;
    }
}
