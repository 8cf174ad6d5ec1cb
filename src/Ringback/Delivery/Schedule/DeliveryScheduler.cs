using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;
using Ringback.Events;
using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Decides which delivery is attempted when. The schedule is in memory and the store is the truth: committed events are
/// handed over here, outcomes go to the store, and what memory has no room for is read back a page at a time.
/// </summary>
internal sealed partial class DeliveryScheduler : IDisposable
{
    private readonly WebhookIndex _index;
    private readonly WebhookRegistry _registry;
    private readonly ILogger _logger;
    private readonly IDeliveryStore _store;
    private readonly AttemptRunner _runner;
    private readonly TimeProvider _time;
    private readonly DeliveryOptions _options;
    private readonly TaskScheduler _taskScheduler;
    private readonly Action<OutcomeCommit> _recorded;
    private readonly CancellationTokenSource _abandon = new();

    private readonly Lock _gate = new();
    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards.Count).Select(number => new Shard(number))];
    private readonly LaneRings _rings;
    private readonly LaneAlarm _alarm;
    private TaskCompletionSource? _idle;
    private bool _stopping;
    private int _unrecorded;
    private int _loaded;
    private int _reading;

    /// <summary>Makes one; it takes work from the first hand-over on.</summary>
    public DeliveryScheduler(
        WebhookIndex index, WebhookRegistry registry, IDeliveryStore store, AttemptRunner runner,
        IOptions<DeliveryOptions> options, TimeProvider time, ILogger<DeliveryScheduler> logger,
        TaskScheduler? taskScheduler = null)
    {
        _index = index;
        _registry = registry;
        _logger = logger;
        _store = store;
        _runner = runner;
        _time = time;
        _options = options.Value;
        _taskScheduler = taskScheduler ?? TaskScheduler.Default;
        _recorded = Recorded;
        _rings = new LaneRings(_options.Slots);
        _alarm = new LaneAlarm(time, Wake);
    }

    /// <summary>For how long the oldest delivery of an active webhook was due at the last sweep; zero when none was.</summary>
    public TimeSpan OldestDueAge { get; private set; }

    /// <summary>Takes up committed events. Cheap, and never blocks: the store's writer calls it.</summary>
    public void HandOver(IReadOnlyList<EventCommit> commits)
    {
        lock (_gate)
        {
            foreach (var commit in commits)
            {
                if (!commit.IsDuplicate)
                {
                    foreach (var match in commit.Matches)
                    {
                        TakeUp(commit, match);
                    }
                }
            }

            Pump();
        }
    }

    /// <summary>Takes up a change of a webhook: it may be held or released by it, or gone.</summary>
    public void WebhookChanged(WebhookChange change)
    {
        lock (_gate)
        {
            var webhookId = change.Before.Id;
            if (change.After is not { Status: WebhookStatus.Active } webhook)
            {
                if (ShardOfWebhook(webhookId).Find(webhookId) is { } lane)
                {
                    StandStill(lane, change.After is null);
                }

                Forget(webhookId, change.After is null);
                return;
            }

            if (change.Before.Status != WebhookStatus.Active)
            {
                Reactivate(webhookId);
            }

            if (ShardOfWebhook(webhookId).Find(webhookId) is { } working)
            {
                working.InFlightLimit = webhook.Settings.InFlightLimit ?? _options.InFlightPerWebhook;
                Look(working, _time.GetUtcNow());
                Pump();
            }
        }
    }

    /// <summary>
    /// Compares memory with the store: takes up lanes that memory lacks and rows that a lane has lost, and drops rows
    /// of webhooks that are gone, or inactive where nothing is held.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var orphans = new List<Guid>();
        var inactive = new List<Guid>();
        var oldestDue = DateTimeOffset.MaxValue;
        foreach (var chunk in (await _store.FindLanesAsync(cancellationToken)).Chunk(1000))
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                foreach (var backlog in chunk)
                {
                    if (_index.Find(backlog.WebhookId) is not { } webhook)
                    {
                        orphans.Add(backlog.WebhookId);
                    }
                    else if (webhook.Status != WebhookStatus.Active)
                    {
                        inactive.Add(webhook.Id);
                    }
                    else if (!_deactivating.Contains(webhook.Id))
                    {
                        var lane = LaneOf(webhook);
                        lane.IsHeld = false;
                        if (lane.EarliestKnownDue() is not { } known || backlog.EarliestDue < known)
                        {
                            lane.NoteUnloaded(backlog.EarliestDue);
                        }

                        Look(lane, now);
                        oldestDue = backlog.EarliestDue < oldestDue ? backlog.EarliestDue : oldestDue;
                    }
                }

                Pump();
            }
        }

        var age = _time.GetUtcNow() - oldestDue;
        OldestDueAge = age > TimeSpan.Zero ? age : TimeSpan.Zero;

        foreach (var webhookId in orphans.Where(_index.IsGone))
        {
            await _store.DropPendingAsync(webhookId, cancellationToken);
        }

        foreach (var webhookId in inactive)
        {
            await _registry.DropIfInactiveAsync(webhookId, cancellationToken);
        }
    }

    /// <summary>Starts no more attempts; those in flight go on.</summary>
    public void TakeNoMore()
    {
        lock (_gate)
        {
            _stopping = true;
        }
    }

    /// <summary>
    /// Starts no more attempts, lets those in flight finish within the grace time, then abandons them: what was
    /// abandoned is still pending in the store.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task idle;
        lock (_gate)
        {
            _stopping = true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteIfIdle();
            idle = _idle.Task;
        }

        try
        {
            await idle.WaitAsync(_options.StopGrace, _time, cancellationToken);
        }
        catch (Exception stop) when (stop is TimeoutException or OperationCanceledException)
        {
            await _abandon.CancelAsync();
            await idle.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Figures of this moment.</summary>
    public SchedulerFigures Figures()
    {
        lock (_gate)
        {
            var lanes = 0;
            foreach (var shard in _shards)
            {
                lanes += shard.Count;
            }

            return new SchedulerFigures(_rings.InFlight, _rings.Waiting, _loaded, _unrecorded, lanes);
        }
    }

    /// <summary>Figures of a webhook at this moment; null when it has no work in memory.</summary>
    public LaneFigures? FiguresOf(Guid webhookId)
    {
        lock (_gate)
        {
            return ShardOfWebhook(webhookId).Find(webhookId) is { } lane
                ? new LaneFigures(lane.Known, lane.FirstTries, lane.Retries, lane.InFlight, lane.HasRoom)
                : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _alarm.Dispose();
        _abandon.Dispose();
    }

    private void TakeUp(EventCommit commit, EventMatch match)
    {
        // What an inactive webhook matched is held, also while the store has yet to make it inactive: only the store has it
        // until the webhook is active again, or the next sweep.
        if (_index.Find(match.WebhookId) is not { Status: WebhookStatus.Active } webhook
            || _deactivating.Contains(match.WebhookId))
        {
            return;
        }

        var lane = LaneOf(webhook);
        if (lane.UnloadedDue <= commit.PublishedAt || !HasRoomInMemory(lane))
        {
            lane.NoteUnloaded(commit.PublishedAt);
            Look(lane, commit.PublishedAt);
            return;
        }

        var delivery = new DueDelivery(match.WebhookId, match.DeliveryId, commit.Event, commit.PublishedAt, 0)
        {
            Position = commit.Position,
        };
        lane.Add(delivery, commit.PublishedAt);
        _loaded += delivery.Weight;
        _rings.Offer(lane);
    }

    private bool HasRoomInMemory(Lane lane) =>
        lane.Weight < _options.LanePage && (_loaded + _reading < _options.MaxLoaded || lane.Known == 0);

    private Shard ShardOfWebhook(Guid webhookId) => _shards[Shards.Of(webhookId)];

    private Lane LaneOf(RegisteredWebhook webhook) =>
        ShardOfWebhook(webhook.Id).GetOrAdd(webhook.Id, webhook.Settings.InFlightLimit ?? _options.InFlightPerWebhook);
}
