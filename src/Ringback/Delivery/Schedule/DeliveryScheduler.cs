using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Health;
using Ringback.Delivery.Log;
using Ringback.Events;
using Ringback.Ownership;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Decides which delivery is attempted when. The schedule is in memory and the store is the truth: committed events are
/// handed over here, outcomes go to the store, and what memory has no room for is read back a page at a time. This is its door:
/// <see cref="Dispatcher"/> gives the slots, <see cref="LaneLoader"/> fills the lanes, <see cref="Sweep"/> looks for what was lost, and
/// <see cref="HealthKeeper"/> counts failures.
/// </summary>
internal sealed class DeliveryScheduler : IShardOwner, IDisposable
{
    // So that a publish with very many matches keeps attempts and other publishes waiting for a moment only.
    private const int MaxMatchesAtOnce = 1000;

    private readonly WebhookIndex _index;
    private readonly IDeliveryStore _store;
    private readonly DeliveryFeed? _feed;
    private readonly ShardSet _shards = new();
    private readonly LaneRings _rings;
    private readonly LaneLoader _loader;
    private readonly HealthKeeper _health;
    private readonly Dispatcher _dispatcher;
    private readonly Sweep _sweep;

    /// <summary>Makes one that owns no shard.</summary>
    public DeliveryScheduler(
        WebhookIndex index, WebhookRegistry registry, IDeliveryStore store, IAttemptRunner runner,
        IOptions<DeliveryOptions> options, TimeProvider time, ILogger<DeliveryScheduler> logger,
        TaskScheduler? taskScheduler = null, DeliveryFeed? feed = null)
    {
        _index = index;
        _store = store;
        _feed = feed;
        _rings = new LaneRings(options.Value);
        var receivers = new ReceiverTable(options.Value.InFlightPerReceiver);
        _loader = new LaneLoader(_shards, index, _rings, receivers, store, options.Value, time);
        _health = new HealthKeeper(index, registry, store, options.Value, time, _shards.Gate, logger);
        _dispatcher = new Dispatcher(
            _shards, index, _rings, receivers, _loader, _health, runner, store, feed, options.Value, time,
            taskScheduler ?? TaskScheduler.Default, logger);
        _sweep = new Sweep(_shards, index, registry, store, _loader, _health.IsDeactivating, time);
    }

    /// <inheritdoc cref="Sweep.OldestDueAge"/>
    public TimeSpan OldestDueAge => _sweep.OldestDueAge;

    /// <summary>
    /// Takes up shards: their health first, then the lanes that have work. What is handed over for a shard before its health is
    /// loaded is left to the sweep that follows.
    /// </summary>
    public async Task AcquireAsync(IReadOnlyList<OwnedShard> shards, CancellationToken cancellationToken)
    {
        foreach (var range in ShardRange.Of(shards.Select(static shard => shard.Number).Order()))
        {
            var records = await _store.LoadHealthAsync(range, cancellationToken);
            lock (_shards.Gate)
            {
                _health.Load(range, records);
                for (var number = range.First; number <= range.Last; number++)
                {
                    Close(number);
                    _shards.Add(number).IsOpen = true;
                }
            }

            await _sweep.RunAsync(range, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Release(int shard)
    {
        lock (_shards.Gate)
        {
            Close(shard);
            _health.Unload(shard);
            _dispatcher.Pump();
        }
    }

    /// <summary>Takes up committed events. Cheap, and never blocks: the store's writer calls it.</summary>
    public void HandOver(IReadOnlyList<EventCommit> commits)
    {
        foreach (var commit in commits)
        {
            if (!commit.IsDuplicate)
            {
                _feed?.Published(commit);
                for (var first = 0; first < commit.Matches.Length; first += MaxMatchesAtOnce)
                {
                    HandOver(commit, first, Math.Min(commit.Matches.Length, first + MaxMatchesAtOnce));
                }
            }
        }
    }

    /// <summary>Takes up a change of a webhook: it may be held or released by it, or deleted.</summary>
    public void WebhookChanged(WebhookChange change)
    {
        lock (_shards.Gate)
        {
            var webhookId = change.Before.Id;
            if (change.After is not { Status: WebhookStatus.Active } webhook)
            {
                if (_shards.FindLane(webhookId) is { } lane)
                {
                    _loader.Hold(lane, isDeleted: change.After is null);
                }

                if (change.After is null)
                {
                    _health.Forget(webhookId);
                }

                return;
            }

            if (change.Before.Status != WebhookStatus.Active)
            {
                Reactivate(webhookId);
            }

            if (_shards.FindLane(webhookId) is { } working)
            {
                _loader.Change(working, webhook);
                _dispatcher.Pump();
            }
        }
    }

    /// <summary>Compares memory with the store, for every shard that this process owns.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => _sweep.RunAsync(cancellationToken);

    /// <inheritdoc cref="Dispatcher.TakeNoMore"/>
    public void TakeNoMore() => _dispatcher.TakeNoMore();

    /// <inheritdoc cref="Dispatcher.StopAsync"/>
    public Task StopAsync(CancellationToken cancellationToken) => _dispatcher.StopAsync(cancellationToken);

    /// <summary>Figures of this moment.</summary>
    public SchedulerFigures Figures()
    {
        lock (_shards.Gate)
        {
            return new SchedulerFigures(_rings.InFlight, _rings.Waiting, _loader.Loaded, _dispatcher.Unrecorded, _shards.LaneCount)
            {
                Waking = _loader.Waking,
                Failing = _health.Count,
            };
        }
    }

    /// <summary>Figures of a webhook at this moment; null when it has no work in memory.</summary>
    public LaneFigures? FiguresOf(Guid webhookId)
    {
        lock (_shards.Gate)
        {
            return _shards.FindLane(webhookId) is { } lane
                ? new LaneFigures(lane.Known, lane.FirstTries, lane.Retries, lane.InFlight, lane.HasRoomOfItsOwn)
                : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _dispatcher.Dispose();
    }

    private void HandOver(EventCommit commit, int first, int end)
    {
        lock (_shards.Gate)
        {
            for (var i = first; i < end; i++)
            {
                // What an inactive webhook matched is held, also while the store has yet to make it inactive: only the store has
                // it until the webhook is active again, or the next sweep.
                var match = commit.Matches[i];
                if (_index.Find(match.WebhookId) is { Status: WebhookStatus.Active } webhook
                    && !_health.IsDeactivating(match.WebhookId))
                {
                    _loader.Add(webhook, commit, match);
                }
            }

            _dispatcher.Pump();
        }
    }

    /// <summary>Releases the held deliveries of a webhook that is active again.</summary>
    private void Reactivate(Guid webhookId)
    {
        if (_index.Find(webhookId) is { } webhook && _loader.LaneOf(webhook) is { } lane)
        {
            lane.IsHeld = false;
            lane.NoteUnloaded(DateTimeOffset.MinValue);
            _health.Reactivate(webhookId);
        }
    }

    private void Close(int number)
    {
        foreach (var lane in _shards.Remove(number)?.Lanes ?? [])
        {
            _loader.Close(lane);
        }
    }
}
