using CsCheck;
using Ringback.Delivery.Schedule;

namespace Ringback.Tests.Delivery;

public sealed class LaneTests
{
    private static readonly DateTimeOffset Now = Some.Now;

    [Fact]
    public void New_lane_has_nothing_and_is_idle()
    {
        var lane = Some.Lane();

        Assert.True(lane.IsIdle);
        Assert.Equal((0, 0), (lane.FirstTries, lane.Retries));
        Assert.Null(lane.WaitingDue);
        Assert.Null(lane.EarliestKnownDue());
        Assert.Empty(lane.KnownIds());
    }

    [Fact]
    public void Delivery_is_ready_waits_or_is_a_retry_by_its_date_and_attempts()
    {
        var lane = Some.Lane();

        lane.Add(Some.Delivery(), Now);
        lane.Add(Some.Delivery(attempts: 1), Now);
        lane.Add(Some.Delivery(Now.AddSeconds(9), 2), Now);
        lane.Add(Some.Delivery(Now.AddSeconds(5), 1), Now);

        Assert.Equal((4, 2), (lane.Known, lane.Ready));
        Assert.Equal((1, 1), (lane.FirstTries, lane.Retries));
        Assert.Equal(Now.AddSeconds(5), lane.WaitingDue);
        Assert.Equal(Now, lane.EarliestKnownDue());
    }

    [Fact]
    public void Waiting_delivery_is_released_when_it_is_due_and_not_before()
    {
        var lane = Some.Lane();
        lane.Add(Some.Delivery(Now.AddSeconds(5), 1), Now);
        lane.Add(Some.Delivery(Now.AddSeconds(6), 1), Now);

        lane.ReleaseDue(Now.AddSeconds(5).AddTicks(-1));
        Assert.Equal(0, lane.Ready);
        lane.ReleaseDue(Now.AddSeconds(5));

        Assert.Equal(1, lane.Ready);
        Assert.Equal(Now.AddSeconds(6), lane.WaitingDue);
    }

    [Fact]
    public void First_tries_go_in_the_order_in_which_they_came()
    {
        var lane = Some.Lane();
        var deliveries = Enumerable.Range(0, 5).Select(_ => Some.Delivery()).ToArray();
        Array.ForEach(deliveries, delivery => lane.Add(delivery, Now));

        Assert.Equal(deliveries, deliveries.Select(_ => lane.Take(SlotKind.FirstTry)));
        Assert.Equal((5, 5, 0), (lane.InFlight, lane.Known, lane.Ready));
    }

    [Fact]
    public void Room_ends_at_the_limit_and_at_one_while_probing_and_at_none_when_held_or_closed()
    {
        var lane = Some.Lane(10, inFlightLimit: 2);

        lane.Take(SlotKind.FirstTry);
        Assert.True(lane.HasRoom);
        lane.IsProbing = true;
        Assert.False(lane.HasRoom);
        lane.IsProbing = false;
        lane.Take(SlotKind.FirstTry);
        Assert.False(lane.HasRoom);
        lane.InFlightLimit = 3;
        Assert.True(lane.HasRoom);
        lane.IsHeld = true;
        Assert.False(lane.HasRoom);
        (lane.IsHeld, lane.IsClosed) = (false, true);
        Assert.False(lane.HasRoom);
    }

    [Fact]
    public void Unloading_keeps_what_is_in_flight_and_notes_that_the_store_has_more()
    {
        var lane = Some.Lane(3, 2);
        lane.Add(Some.Delivery(Now.AddSeconds(5), 1), Now);
        var inFlight = lane.Take(SlotKind.FirstTry);

        var unloaded = lane.Unload();

        Assert.Equal(5, unloaded);
        Assert.Equal([inFlight.DeliveryId], lane.KnownIds());
        Assert.Equal(DateTimeOffset.MinValue, lane.UnloadedDue);
        Assert.False(lane.IsIdle);
    }

    [Fact]
    public void Unloading_nothing_notes_nothing()
    {
        var lane = Some.Lane();

        Assert.Equal(0, lane.Unload());
        Assert.Null(lane.UnloadedDue);
    }

    [Fact]
    public void Earliest_note_of_what_the_store_has_counts_until_a_page_says_otherwise()
    {
        var lane = Some.Lane();

        lane.NoteUnloaded(Now.AddSeconds(5));
        lane.NoteUnloaded(Now.AddSeconds(9));
        Assert.Equal(Now.AddSeconds(5), lane.UnloadedDue);
        lane.NoteUnloaded(Now);
        Assert.Equal(Now, lane.UnloadedDue);
        lane.SetUnloaded(Now.AddSeconds(9));
        Assert.Equal(Now.AddSeconds(9), lane.UnloadedDue);
        lane.SetUnloaded(null);
        Assert.True(lane.IsIdle);
    }

    [Fact]
    public void Lane_knows_what_was_added_and_not_forgotten() => Gen.Int[0, 9].Array[0, 60].Sample(steps =>
    {
        var lane = Some.Lane();
        var model = new List<DueDelivery>();
        foreach (var step in steps)
        {
            if (step < 5 || model.Count == 0)
            {
                var delivery = Some.Delivery(Now.AddSeconds(step - 2), step % 2);
                model.Add(delivery);
                lane.Add(delivery, Now);
            }
            else
            {
                lane.Forget(model[step % model.Count]);
                model.RemoveAt(step % model.Count);
            }

            Assert.Equal(model.Count, lane.Known);
            Assert.Equal(model.Select(delivery => delivery.DeliveryId).ToHashSet(), lane.KnownIds());
            Assert.Equal(model.Count == 0 ? null : model.Min(delivery => delivery.Due), lane.EarliestKnownDue());
        }
    });
}
