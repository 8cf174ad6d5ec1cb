using Microsoft.Extensions.Logging;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Log;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Gives slots to lanes, lets their attempts be made, sends their outcomes to the store, and stops. An attempt gives its slot
/// back whatever happens to it.
/// </summary>
internal sealed partial class Dispatcher : IDisposable
{
    // Outcomes that wait for their commit take memory; beyond this many, or this much, no new attempt starts.
    private const int MaxUnrecorded = 16_384;
    private const long MaxUnrecordedBytes = 64L * 1024 * 1024;

    // A retry that is due later than this is left to the store and read back when its time comes.
    private static readonly TimeSpan MaxWaitInMemory = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PauseAfterBug = TimeSpan.FromSeconds(10);

    // How often lanes that wait at receivers are let go before an idle slot is left idle until something else happens.
    private const int MaxUnparkings = 16;

    // What was abandoned ends at once; a sender that does not must not keep the service from stopping.
    private static readonly TimeSpan MaxAbandoning = TimeSpan.FromSeconds(1);

    private readonly ShardSet _shards;
    private readonly WebhookIndex _index;
    private readonly LaneRings _rings;
    private readonly ReceiverTable _receivers;
    private readonly LaneLoader _loader;
    private readonly HealthKeeper _health;
    private readonly IAttemptRunner _runner;
    private readonly IDeliveryStore _store;
    private readonly DeliveryFeed? _feed;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly TaskScheduler _tasks;
    private readonly ILogger _logger;
    private readonly Action<OutcomeCommit> _recorded;
    private readonly CancellationTokenSource _abandon = new();
    private TaskCompletionSource? _idle;
    private long? _stoppingSince;
    private long _unrecordedBytes;

    /// <summary>Makes one that has nothing in flight.</summary>
    public Dispatcher(
        ShardSet shards, WebhookIndex index, LaneRings rings, ReceiverTable receivers, LaneLoader loader, HealthKeeper health,
        IAttemptRunner runner, IDeliveryStore store, DeliveryFeed? feed, DeliveryOptions options, TimeProvider time,
        TaskScheduler tasks, ILogger logger)
    {
        _shards = shards;
        _index = index;
        _rings = rings;
        _receivers = receivers;
        _loader = loader;
        _health = health;
        _runner = runner;
        _store = store;
        _feed = feed;
        _options = options;
        _time = time;
        _tasks = tasks;
        _logger = logger;
        _recorded = Recorded;
        loader.Filled = Pump;
        rings.Admits = Admit;
    }

    /// <summary>Outcomes that wait for their commit.</summary>
    public int Unrecorded { get; private set; }

    private bool IsFull => Unrecorded >= MaxUnrecorded || _unrecordedBytes >= MaxUnrecordedBytes;

    /// <summary>Starts attempts for as long as there are slots and lanes with work. Under the lock.</summary>
    public void Pump()
    {
        while (TakeNext() is { } attempt)
        {
            _ = Task.Factory.StartNew(static state => ((Attempt)state!).Dispatcher.RunAsync((Attempt)state), attempt,
                CancellationToken.None, TaskCreationOptions.DenyChildAttach, _tasks);
        }
    }

    /// <summary>Starts no more attempts; those in flight go on, and their time begins to run.</summary>
    public void TakeNoMore()
    {
        lock (_shards.Gate)
        {
            _stoppingSince ??= _time.GetTimestamp();
            _loader.IsStopping = true;
        }
    }

    /// <summary>
    /// Starts no more attempts, lets those in flight finish within the grace time, then abandons them: what was
    /// abandoned is still pending in the store. It ends soon after the grace time or the caller's patience, whatever an attempt does.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        TakeNoMore();
        Task idle;
        TimeSpan grace;
        lock (_shards.Gate)
        {
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteIfIdle();
            idle = _idle.Task;
            grace = _options.StopGrace - _time.GetElapsedTime(_stoppingSince!.Value);
        }

        try
        {
            await idle.WaitAsync(grace > TimeSpan.Zero ? grace : TimeSpan.Zero, _time, cancellationToken);
            return;
        }
        catch (Exception stop) when (stop is TimeoutException or OperationCanceledException)
        {
            await _abandon.CancelAsync();
        }

        try
        {
            await idle.WaitAsync(MaxAbandoning, _time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // Crash point: they are pending in the store, as if the process had been killed.
            Log.NotEnded(_logger, _rings.InFlight);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _abandon.Dispose();

    private Attempt? TakeNext()
    {
        if (_stoppingSince is not null || IsFull || NextTurn() is not var (lane, kind))
        {
            return null;
        }

        lane.Receiver!.InFlight++;
        var delivery = _rings.Take(lane, kind);
        if (lane.Ready == 0 && lane.UnloadedDue is not null)
        {
            _loader.ReadPageIfLow(lane, _time.GetUtcNow());
        }

        return new Attempt(this, lane, delivery, lane.Target!, kind, lane.Receiver);
    }

    private (Lane Lane, SlotKind Kind)? NextTurn()
    {
        var next = _rings.Next();
        for (var i = 0; i < MaxUnparkings && next is null && _rings.HasFree && _receivers.UnparkSome(_rings); i++)
        {
            next = _rings.Next();
        }

        return next;
    }

    /// <summary>Whether a lane may have the slot that it is offered; else it is held, or waits at its receiver.</summary>
    private bool Admit(Lane lane)
    {
        // Bound late: a URL, secret or status changed since the publish counts from this attempt on.
        var webhook = _index.Find(lane.WebhookId);
        if (webhook is not { Status: WebhookStatus.Active })
        {
            _loader.Hold(lane, webhook is null);
            return false;
        }

        if (lane.Target is null || !ReferenceEquals(lane.Target.Webhook, webhook))
        {
            lane.Target = _runner.Prepare(webhook);
            _receivers.Assign(lane, lane.Target.Receiver);
        }

        if (lane.Receiver!.IsFull)
        {
            _receivers.Park(lane);
            return false;
        }

        return true;
    }

    /// <summary>One slot's work: an attempt, and then the next one of whichever lane's turn it is.</summary>
    private async Task RunAsync(Attempt first)
    {
        for (var attempt = first; attempt is not null;)
        {
            OutcomeCommit? outcome = null;
            try
            {
                outcome = await _runner.RunAsync(attempt.Target, attempt.Delivery, _abandon.Token);
            }
            catch (Exception bug)
            {
                // Its row is pending, so that the delivery is attempted again: only the slot has to be given back.
                ReportBug(bug, attempt.Delivery);
            }

            lock (_shards.Gate)
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
        _rings.Release(lane, attempt.Kind);
        _receivers.Release(attempt.Receiver, _rings);
        if (attempt.Delivery.IsForgotten)
        {
            // Another process has its shard, and attempts it again.
            _rings.ForgetIfUnused(lane.Owner);
        }
        else
        {
            Record(lane, attempt.Delivery, outcome);
            _rings.Offer(lane);
            _loader.ReadPageIfLow(lane, _time.GetUtcNow());
        }

        CompleteIfIdle();
    }

    private void Record(Lane lane, DueDelivery delivery, OutcomeCommit? outcome)
    {
        if (outcome is not null)
        {
            // Only what is received ends the time of one slot. A name server that is silent begins it too: its attempts hold slots.
            lane.IsProbing = outcome.Verdict != DeliveryVerdict.Delivered && (lane.IsProbing || outcome.HasTimedOut);
            var judgement = _health.Judge(outcome, lane.IsHeld);
            if (judgement.IsDisabled)
            {
                _loader.Hold(lane, isDeleted: false);
            }

            Unrecorded++;
            _unrecordedBytes += outcome.Size;
            try
            {
                _store.Record(judgement.Record is { } health ? outcome with { Health = health } : outcome, _recorded);
                return;
            }
            catch (Exception bug)
            {
                // The store closes, or has a defect: nobody will be called when the outcome is committed.
                Unrecorded--;
                _unrecordedBytes -= outcome.Size;
                ReportBug(bug, delivery);
            }
        }

        // The row is as it was, and is read again, but not at once: what broke may break each time.
        var now = _time.GetUtcNow();
        _loader.Forget(lane, delivery);
        lane.NoteUnloaded(now + PauseAfterBug);
        _loader.Tend(lane, now);
    }

    /// <summary>Called by the store, in the order of commits.</summary>
    private void Recorded(OutcomeCommit outcome)
    {
        var delivery = outcome.Delivery;
        if (!delivery.IsForgotten)
        {
            _feed?.Attempted(outcome);
        }

        lock (_shards.Gate)
        {
            var full = IsFull;
            Unrecorded--;
            _unrecordedBytes -= outcome.Size;
            if (!delivery.IsForgotten && _shards.FindLane(delivery.WebhookId) is { } lane)
            {
                Continue(lane, delivery, outcome);
            }

            if (full || outcome.NextDue is not null)
            {
                Pump();
            }
        }
    }

    /// <summary>Goes on with a delivery whose outcome is committed: it waits for its retry here or in the store, or is over.</summary>
    private void Continue(Lane lane, DueDelivery delivery, OutcomeCommit outcome)
    {
        var now = _time.GetUtcNow();
        if (outcome.NextDue is { } due && !lane.IsHeld && !delivery.IsRowUncertain && due - now <= MaxWaitInMemory
            && _loader.HasMemoryForRetry(lane))
        {
            delivery.Due = due;
            delivery.Attempts = outcome.Attempt.Number;
            delivery.LadderFrom = outcome.LadderFrom;
            lane.Queue(delivery, now);
        }
        else
        {
            _loader.Forget(lane, delivery);
            if (outcome.NextDue is { } later)
            {
                lane.NoteUnloaded(later);
            }
        }

        _loader.Tend(lane, now);
    }

    private void CompleteIfIdle()
    {
        if (_stoppingSince is not null && _rings.InFlight == 0)
        {
            _idle?.TrySetResult();
        }
    }

    private void ReportBug(Exception bug, DueDelivery delivery)
    {
        try
        {
            Log.Broken(_logger, bug, delivery.DeliveryId, delivery.WebhookId);
        }
        catch (Exception)
        {
            // It may be the log that is broken; the slot has to be given back all the same.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3, Level = LogLevel.Error, EventName = "attempt.broken",
            Message = "The attempt of delivery {DeliveryId} for webhook {WebhookId} broke; the delivery is still pending")]
        public static partial void Broken(ILogger logger, Exception exception, Guid deliveryId, Guid webhookId);

        [LoggerMessage(EventId = 4, Level = LogLevel.Warning, EventName = "attempts.not_ended",
            Message = "{Count} attempts did not end when they were abandoned; they are made again after the next start")]
        public static partial void NotEnded(ILogger logger, int count);
    }
}
