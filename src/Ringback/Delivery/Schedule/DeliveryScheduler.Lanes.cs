namespace Ringback.Delivery.Schedule;

internal sealed partial class DeliveryScheduler
{
    private static readonly TimeSpan PauseAfterFailedRead = TimeSpan.FromSeconds(1);

    /// <summary>Does for a lane what is due: releases retries, reads a page, sets the alarm, or lets an idle lane go.</summary>
    private void Look(Lane lane, DateTimeOffset now)
    {
        if (lane.IsHeld || lane.IsGone)
        {
            LetGoIfIdle(lane);
            return;
        }

        lane.ReleaseDue(now);
        _rings.Offer(lane);
        ReadPageIfLow(lane, now);
        var next = Earlier(lane.WaitingDue, lane.IsReading || lane.UnloadedDue <= now ? null : lane.UnloadedDue);
        if (next is { } due && (lane.WakeAt is null || due < lane.WakeAt))
        {
            lane.WakeAt = due;
            _alarm.Set(lane, due);
        }

        LetGoIfIdle(lane);
    }

    /// <summary>The alarm went off for a lane.</summary>
    private void Wake(IReadOnlyList<Lane> lanes)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var lane in lanes)
            {
                lane.WakeAt = null;
                Look(lane, now);
            }

            Pump();
        }
    }

    private void ReadPageIfLow(Lane lane, DateTimeOffset now)
    {
        if (lane.IsReading || lane.IsHeld || lane.IsGone || _stopping || !(lane.UnloadedDue <= now)
            || lane.ReadyWeight > _options.LanePage / 4 || _index.Find(lane.WebhookId) is not { } webhook)
        {
            return;
        }

        // A lane gets one however full memory is, or it would stand still. What is being read takes room already: the
        // lanes of a restart are all read at once.
        var room = Math.Clamp(_options.MaxLoaded - _loaded - _reading, lane.Ready == 0 ? 1 : 0, _options.LanePage);
        if (room == 0)
        {
            return;
        }

        lane.IsReading = true;
        _reading += room;
        _store.ReadLane(
            new LanePageRequest(lane.WebhookId, webhook.OrgId, now, lane.Weight + room), page => TakePage(lane, page, room));
    }

    private void TakePage(Lane lane, LanePage? page, int room)
    {
        lock (_gate)
        {
            lane.IsReading = false;
            _reading -= room;
            var now = _time.GetUtcNow();
            if (page is null)
            {
                lane.SetUnloaded(now + PauseAfterFailedRead);
            }
            else if (!lane.IsHeld && !lane.IsGone)
            {
                AddPage(lane, page, room, now);
            }

            Look(lane, now);
            Pump();
        }
    }

    private void AddPage(Lane lane, LanePage page, int room, DateTimeOffset now)
    {
        var known = lane.KnownIds();
        var nextDue = page.NextDue;
        foreach (var delivery in page.Deliveries.Where(delivery => !known.Contains(delivery.DeliveryId)))
        {
            if (room <= 0)
            {
                // Some that were known when the page was asked for are over by now: it has more than there is room for.
                nextDue = delivery.Due;
                break;
            }

            lane.Add(delivery, now);
            room -= delivery.Weight;
            _loaded += delivery.Weight;
        }

        lane.SetUnloaded(nextDue);
    }

    /// <summary>Takes a lane out of the schedule: its webhook is inactive, or gone.</summary>
    private void StandStill(Lane lane, bool isGone)
    {
        lane.IsHeld = true;
        lane.IsGone |= isGone;
        _loaded -= lane.Unload();
        LetGoIfIdle(lane);
    }

    private void LetGoIfIdle(Lane lane)
    {
        if (lane.Known == 0 && (lane.IsIdle || lane.IsHeld) && !lane.IsReading)
        {
            ShardOfWebhook(lane.WebhookId).Remove(lane);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
