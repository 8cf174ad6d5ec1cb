using Ringback.Delivery.Attempts;
using Ringback.Delivery.Callbacks;
using Ringback.Webhooks;

namespace Ringback.Delivery.Schedule;

internal sealed partial class DeliveryScheduler
{
    // Outcomes that wait for their commit take memory; beyond this many no new attempt starts.
    private const int MaxUnrecorded = 16_384;

    // A retry that is due later than this is left to the store and read back when its time comes.
    private static readonly TimeSpan KeepInMemory = TimeSpan.FromMinutes(1);

    /// <summary>Starts attempts for as long as there are slots and lanes with work.</summary>
    private void Pump()
    {
        while (TakeNext() is { } attempt)
        {
            _ = Task.Factory.StartNew(static state => ((Attempt)state!).Scheduler.RunAsync((Attempt)state), attempt,
                CancellationToken.None, TaskCreationOptions.DenyChildAttach, _taskScheduler);
        }
    }

    private Attempt? TakeNext()
    {
        while (!_stopping && _unrecorded < MaxUnrecorded && _rings.Take() is var (lane, delivery, isRetry))
        {
            // Bound late: a URL, secret or status changed since the publish counts from this attempt on.
            if (_index.Find(lane.WebhookId) is { Status: WebhookStatus.Active } webhook)
            {
                if (lane.Target is null || !ReferenceEquals(lane.Target.Webhook, webhook))
                {
                    lane.Target = new CallbackTarget(webhook);
                }

                if (lane.Ready == 0 && lane.UnloadedDue is not null)
                {
                    ReadPageIfLow(lane, _time.GetUtcNow());
                }

                return new Attempt(this, lane, delivery, lane.Target, isRetry);
            }

            lane.InFlight--;
            _rings.Release(isRetry);
            lane.Queue(delivery, delivery.Due);
            StandStill(lane, _index.Find(lane.WebhookId) is null);
        }

        return null;
    }

    /// <summary>One slot's work: an attempt, and then the next one of whichever lane's turn it is.</summary>
    private async Task RunAsync(Attempt first)
    {
        for (var attempt = first; attempt is not null;)
        {
            var outcome = await _runner.RunAsync(attempt.Target, attempt.Delivery, _abandon.Token);
            lock (_gate)
            {
                Finished(attempt, outcome);
                attempt = TakeNext();
                if (attempt is not null)
                {
                    // One that ends can let two begin: its lane may have all its slots again, or may use one that stood
                    // idle for want of a lane with room.
                    Pump();
                }
            }
        }
    }

    private void Finished(Attempt attempt, OutcomeCommit? outcome)
    {
        var lane = attempt.Lane;
        lane.InFlight--;
        _rings.Release(attempt.IsRetry);
        if (outcome is null)
        {
            lane.Forget(attempt.Delivery);
            _loaded -= attempt.Delivery.Weight;
        }
        else
        {
            lane.IsProbing = outcome.Verdict != DeliveryVerdict.Delivered && (lane.IsProbing || outcome.HasTimedOut);
            _unrecorded++;
            _store.Record(JudgeHealth(lane, outcome), _recorded);
        }

        _rings.Offer(lane);
        ReadPageIfLow(lane, _time.GetUtcNow());
        CompleteIfIdle();
    }

    /// <summary>Called by the store, in the order of commits.</summary>
    private void Recorded(OutcomeCommit outcome)
    {
        lock (_gate)
        {
            var full = _unrecorded-- >= MaxUnrecorded;
            var delivery = outcome.Delivery;
            if (ShardOfWebhook(delivery.WebhookId).Find(delivery.WebhookId) is { } lane)
            {
                Settle(lane, delivery, outcome);
            }

            if (full || outcome.NextDue is not null)
            {
                Pump();
            }
        }
    }

    private void Settle(Lane lane, DueDelivery delivery, OutcomeCommit outcome)
    {
        var now = _time.GetUtcNow();
        if (outcome.NextDue is { } due && !lane.IsHeld && !delivery.HasStoodStill && due - now <= KeepInMemory
            && lane.Weight <= _options.LanePage && _loaded + _reading <= _options.MaxLoaded)
        {
            delivery.Due = due;
            delivery.Attempts = outcome.Attempt.Number;
            lane.Queue(delivery, now);
        }
        else
        {
            lane.Forget(delivery);
            _loaded -= delivery.Weight;
            if (outcome.NextDue is { } later)
            {
                lane.NoteUnloaded(later);
            }
        }

        Look(lane, now);
    }

    private void CompleteIfIdle()
    {
        if (_stopping && _rings.InFlight == 0)
        {
            _idle?.TrySetResult();
        }
    }
}
