using Ringback.Events;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Fills lanes: with deliveries that are handed over, with pages from the store, with retries when they are due; and keeps memory
/// within its budget. All of it is called under the lock of the schedule.
/// </summary>
internal sealed class LaneLoader : IDisposable
{
    private static readonly TimeSpan PauseAfterFailedRead = TimeSpan.FromSeconds(1);

    private readonly ShardSet _shards;
    private readonly WebhookIndex _index;
    private readonly LaneRings _rings;
    private readonly ReceiverTable _receivers;
    private readonly IDeliveryStore _store;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly LaneAlarm _alarm;
    private int _reading;

    /// <summary>Makes one whose lanes are empty.</summary>
    public LaneLoader(
        ShardSet shards, WebhookIndex index, LaneRings rings, ReceiverTable receivers, IDeliveryStore store,
        DeliveryOptions options, TimeProvider time)
    {
        _shards = shards;
        _index = index;
        _rings = rings;
        _receivers = receivers;
        _store = store;
        _options = options;
        _time = time;
        _alarm = new LaneAlarm(time, shards.Gate, Wake);
    }

    /// <summary>Called when lanes may have become ready by themselves.</summary>
    public Action? Filled { get; set; }

    /// <summary>Whether no more pages are read.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Deliveries in memory, by weight.</summary>
    public int Loaded { get; private set; }

    /// <summary>Lanes that wait for a time.</summary>
    public int Waking => _alarm.Count;

    /// <summary>The lane of a webhook, a new one when it had no work; null when its shard is not here.</summary>
    public Lane? LaneOf(RegisteredWebhook webhook)
    {
        if (_shards.Of(webhook.Id) is not { } shard)
        {
            return null;
        }

        if (shard.Find(webhook.Id) is not { } lane)
        {
            var owner = _rings.ShareOf(webhook);
            owner.Users++;
            lane = new Lane(webhook.Id, LimitOf(webhook), owner);
            shard.Add(lane);
        }

        return lane;
    }

    /// <summary>Takes a delivery of an event that was committed just now; the store keeps it when there is no room.</summary>
    public void Add(RegisteredWebhook webhook, EventCommit commit, EventMatch match)
    {
        if (LaneOf(webhook) is not { } lane)
        {
            return;
        }

        if (lane.UnloadedDue <= commit.PublishedAt || !HasMemoryFor(lane))
        {
            lane.NoteUnloaded(commit.PublishedAt);
            Tend(lane, commit.PublishedAt);
            return;
        }

        var delivery = new DueDelivery(match.WebhookId, match.DeliveryId, commit.Event, commit.PublishedAt, 0)
        {
            Position = commit.Position,
        };
        lane.Add(delivery, commit.PublishedAt);
        Loaded += delivery.Weight;
        _rings.Offer(lane);
    }

    /// <summary>Whether a delivery whose attempt failed may wait for its retry in memory.</summary>
    public bool HasMemoryForRetry(Lane lane) =>
        lane.Weight <= _options.LanePage && Loaded + _reading <= _options.MaxLoaded;

    /// <summary>Forgets a delivery, and gives its part of the budget back.</summary>
    public void Forget(Lane lane, DueDelivery delivery)
    {
        lane.Forget(delivery);
        Loaded -= delivery.Weight;
    }

    /// <summary>Does for a lane what is due: releases retries, reads a page, sets the alarm, or lets an idle lane go.</summary>
    public void Tend(Lane lane, DateTimeOffset now)
    {
        if (lane.IsHeld || lane.IsClosed)
        {
            LetGoIfIdle(lane);
            return;
        }

        lane.ReleaseDue(now);
        lane.IsParked &= lane.Receiver is { IsFull: true };
        _rings.Offer(lane);
        ReadPageIfLow(lane, now);
        var next = Earlier(lane.WaitingDue, lane.IsReading || lane.UnloadedDue <= now ? null : lane.UnloadedDue);
        if (next is { } due && (lane.WakeAt is null || due < lane.WakeAt))
        {
            _alarm.Set(lane, due);
        }

        LetGoIfIdle(lane);
    }

    /// <summary>Reads the next page of a lane that has little left, if the store has more for it.</summary>
    public void ReadPageIfLow(Lane lane, DateTimeOffset now)
    {
        if (lane.IsReading || lane.IsHeld || lane.IsClosed || IsStopping || !(lane.UnloadedDue <= now)
            || lane.ReadyWeight > _options.LanePage / 4 || _index.Find(lane.WebhookId) is not { } webhook)
        {
            return;
        }

        // A lane gets one however full memory is, or it would stand still. What is being read takes room already: the
        // lanes of a restart are all read at once.
        var room = Math.Clamp(_options.MaxLoaded - Loaded - _reading, lane.Ready == 0 ? 1 : 0, _options.LanePage);
        if (room == 0)
        {
            return;
        }

        lane.IsReading = true;
        _reading += room;
        _store.ReadLane(
            new LanePageRequest(lane.WebhookId, webhook.OrgId, now, lane.Weight + room), page => TakePage(lane, page, room));
    }

    /// <summary>Takes a lane out of the schedule, because its webhook is inactive or deleted: the store keeps its rows.</summary>
    public void Hold(Lane lane, bool isDeleted)
    {
        lane.IsHeld = true;
        lane.IsClosed |= isDeleted;
        Loaded -= lane.Unload();
        LetGoIfIdle(lane);
    }

    /// <summary>Forgets a lane with all that it has, in flight or not: its shard belongs to another process.</summary>
    public void Close(Lane lane)
    {
        Loaded -= lane.Close();
        LetGo(lane);
    }

    /// <summary>Takes up a change of a webhook: how many attempts may be in flight, and perhaps another receiver.</summary>
    public void Change(Lane lane, RegisteredWebhook webhook)
    {
        lane.InFlightLimit = LimitOf(webhook);
        lane.IsParked = false;
        Tend(lane, _time.GetUtcNow());
    }

    /// <inheritdoc/>
    public void Dispose() => _alarm.Dispose();

    private int LimitOf(RegisteredWebhook webhook) => webhook.Settings.InFlightLimit ?? _options.InFlightPerWebhook;

    private bool HasMemoryFor(Lane lane) =>
        lane.Weight < _options.LanePage && (Loaded + _reading < _options.MaxLoaded || lane.Known == 0);

    private void Wake(IReadOnlyList<Lane> lanes, bool clockWasSetBack)
    {
        var now = _time.GetUtcNow();
        foreach (var lane in lanes)
        {
            if (clockWasSetBack && lane.UnloadedDue > now)
            {
                // It may be the end of a pause of our own. If it is a row's due date, the store says so again.
                lane.SetUnloaded(now);
            }

            Tend(lane, now);
        }

        Filled?.Invoke();
    }

    private void TakePage(Lane lane, LanePage? page, int room)
    {
        lock (_shards.Gate)
        {
            lane.IsReading = false;
            _reading -= room;
            var now = _time.GetUtcNow();
            if (page is null)
            {
                lane.SetUnloaded(now + PauseAfterFailedRead);
            }
            else if (!lane.IsHeld && !lane.IsClosed)
            {
                AddPage(lane, page, room, now);
            }

            Tend(lane, now);
            Filled?.Invoke();
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
            Loaded += delivery.Weight;
        }

        lane.SetUnloaded(nextDue);
    }

    private void LetGoIfIdle(Lane lane)
    {
        if (lane.Known == 0 && (lane.IsIdle || lane.IsHeld) && !lane.IsReading && _shards.FindLane(lane.WebhookId) == lane)
        {
            _shards.Of(lane.WebhookId)!.Remove(lane);
            LetGo(lane);
        }
    }

    private void LetGo(Lane lane)
    {
        _alarm.Remove(lane);
        _receivers.Assign(lane, null);
        lane.Owner.Users--;
        _rings.ForgetIfUnused(lane.Owner);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
