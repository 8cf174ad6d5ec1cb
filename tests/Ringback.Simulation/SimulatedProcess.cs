using Microsoft.Extensions.Options;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Schedule;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Protocol.Catalogue;
using Ringback.Retention;
using Ringback.Simulation.Checks;
using Ringback.Simulation.Defects;
using Ringback.Simulation.Receivers;
using Ringback.Simulation.Store;
using Ringback.Simulation.Time;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;

namespace Ringback.Simulation;

/// <summary>One life of the service: the real engine over a simulated clock, store and network. It may end at any time.</summary>
internal sealed class SimulatedProcess
{
    private static readonly TimeSpan BetweenLooks = new RetentionOptions().Interval;

    private readonly SimulatedWorld _world;
    private readonly WorkScheduler _tasks;
    private readonly SimulatedSender _sender;
    private TimeSpan? _mustEndWithin;

    /// <summary>Puts the engine together, as the service does.</summary>
    public SimulatedProcess(SimulatedWorld world)
    {
        _world = world;
        Work = new WorkQueue(world.Plan.Chance("order"), world.Plan.IsShuffled);
        Time = new VirtualTime(world.Agenda, Work);
        _tasks = new WorkScheduler(Work, Ledger.Moments,
            attempt =>
            {
                Taken(attempt.Lane.WebhookId, attempt.IsRetry, isFirst: false);
                DefectiveEngine.Spoil(attempt.Lane, world.Defect);
            });
        Store = new SimulatedStore(this, world.Backing, world.Weather, world.Chance);
        _sender = new SimulatedSender(this, world.Receivers);
        var store = new DefectiveStore(Store, this, world.Disk, world.Defect);
        var sender = new DefectiveSender(_sender, this, world.Defect);
        var plan = new SimulationPlan(world.Plan.Seed, world.Plan.SweepsRarely);
        var options = Options.Create(DefectiveEngine.Spoil(plan.Options, world.Defect));
        var whole = Options.Create(world.Plan.Service);
        var catalogue = WebhookCatalogue.Webex;
        Index = new WebhookIndex(catalogue, whole.Value.HoldsWhileInactive);
        Registry = new WebhookRegistry(
            store, Index, new WebhookDraftChecker(catalogue, _ => null, whole), new WebhookClaims(whole), world.Secrets, whole,
            Time, new EngineLogger<WebhookRegistry>(Ledger))
        { MakeId = world.MakeWebhookId };
        IAttemptRunner runner = new AttemptRunner(
            new CallbackComposer(catalogue, Time), sender, options, Time, world.Chance.NextDouble,
            new EngineLogger<AttemptRunner>(Ledger));
        runner = new BreakingRunner(runner, this, world.Plan.Chance("breaks"), plan.Breaks, world.Defect);
        Scheduler = new DeliveryScheduler(
            Index, Registry, store, runner, options, Time, new EngineLogger<DeliveryScheduler>(Ledger), _tasks);
        Publisher = new EventPublisher(catalogue, Index, store, Scheduler.HandOver, Time);
    }

    /// <summary>What is ready to run.</summary>
    public WorkQueue Work { get; }

    /// <summary>Its clock.</summary>
    public VirtualTime Time { get; }

    /// <summary>Its side of the store.</summary>
    public SimulatedStore Store { get; }

    /// <summary>The webhooks in its memory.</summary>
    public WebhookIndex Index { get; }

    /// <summary>Its webhooks.</summary>
    public WebhookRegistry Registry { get; }

    /// <summary>Its publishing.</summary>
    public EventPublisher Publisher { get; }

    /// <summary>Its deliveries.</summary>
    public DeliveryScheduler Scheduler { get; }

    /// <summary>What has to be true.</summary>
    public Ledger Ledger => _world.Ledger;

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Now => _world.Agenda.Now;

    /// <summary>Where it is in its life.</summary>
    public ProcessState State { get; private set; }

    /// <summary>Whether it has begun.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether a sweep is under way.</summary>
    public bool IsSweeping { get; private set; }

    /// <summary>The moment at which the attempt was given its slot that begins now; null for now.</summary>
    public long? TakenAt => _tasks.QueuedAt;

    /// <summary>A lane was given a slot.</summary>
    public void Taken(Guid webhookId, bool isRetry, bool isFirst)
    {
        var taker = Ledger.Webhook(webhookId);
        if (taker.Probing != Probing.No || !Ledger.Slots.ReceiversHaveRoom)
        {
            return;
        }

        var waiting = Ledger.Webhooks.Where(webhook => webhook.Probing == Probing.No
            && Scheduler.FiguresOf(webhook.Id) is { HasRoom: true } lane && (isRetry ? lane.Retries : lane.FirstTries) > 0).ToList();
        Ledger.Fairness.Add(
            new Turn(taker.Name, isRetry, Scheduler.FiguresOf(webhookId) is not { HasRoom: true },
                [.. waiting.Where(webhook => webhook.Owner == taker.Owner).Select(webhook => webhook.Name)]),
            isFirst);
        Ledger.FairnessOfOwners.Add(
            new Turn($"owner {taker.Owner}", isRetry, false,
                [.. waiting.Select(webhook => webhook.Owner).Distinct().Where(HasNothingInFlight).Select(owner => $"owner {owner}")]),
            isFirst);

        // Whoever holds nothing is never over its share.
        bool HasNothingInFlight(string owner) => Ledger.Webhooks.Where(webhook => webhook.Owner == owner)
            .All(webhook => Scheduler.FiguresOf(webhook.Id) is not { InFlight: > 0 });
    }

    /// <summary>Whether the process dies at this point, or is dead.</summary>
    public bool DiesAt(CrashPoint point)
    {
        if (Work.IsOpen && _world.Crashes.DiesAt(point))
        {
            Die(point.ToString());
        }

        return !Work.IsOpen;
    }

    /// <summary>The process is killed.</summary>
    public void Die(string where)
    {
        _world.Trace.Add("process died", (int)State, 0, () => where);
        End(isCrash: true);
    }

    /// <summary>Starts the engine, in the order in which the service does.</summary>
    public async Task StartAsync()
    {
        IsStarted = true;
        _world.Backing.Open(Time);
        try
        {
            await Registry.LoadAsync(CancellationToken.None);
            Ledger.WebhooksLoaded(_world.Disk.Webhooks.Values);
            Registry.Changed += Ledger.WebhookChanged;
            Registry.Changed += change => DefectiveEngine.Tell(change, this, _world.Defect);
            await SweepAsync(token => new AllShards().StartAsync(Scheduler, token));
            State = ProcessState.Running;
            _world.Trace.Add("process runs", 0);
            _ = PrepareDaysAsync();
            await SweepAgainAndAgainAsync();
        }
        catch (StoreUnavailableException)
        {
            Die("at its start, without its store");
        }
    }

    /// <summary>Stops the engine in good order.</summary>
    public async Task StopAsync()
    {
        _world.Trace.Add("process stops", 0);
        State = ProcessState.Stopping;
        Scheduler.TakeNoMore();
        var mustEndWithin = Now + _world.Plan.Options.StopGrace;
        await Time.Delay(TimeSpan.FromMilliseconds(100));
        _mustEndWithin = Scheduler.Figures().InFlight > 0 ? mustEndWithin : null;
        if (DiesAt(CrashPoint.Stopping))
        {
            return;
        }

        await Scheduler.StopAsync(CancellationToken.None);
        while (!Store.IsIdle && !_world.Weather.CommitsFail)
        {
            await Time.Delay(TimeSpan.FromMilliseconds(10));
        }

        End(isCrash: _world.Weather.CommitsFail);
    }

    /// <summary>Does what other threads would do meanwhile, so that all of it happens on this one.</summary>
    public void AfterPiece()
    {
        if (State == ProcessState.Stopping)
        {
            if (_sender.IsAbandoned)
            {
                _sender.Abandon();
            }
            else if (Now < _mustEndWithin && Scheduler.Figures().InFlight == 0)
            {
                // The wait for the last attempt goes over the thread pool, and nowhere else does the engine do that.
                _mustEndWithin = null;
                Work.AwaitForeign(1);
            }
        }
    }

    private async Task PrepareDaysAsync()
    {
        while (State == ProcessState.Running)
        {
            await Time.Delay(BetweenLooks);
            _world.Backing.PrepareDays();
        }
    }

    private async Task SweepAgainAndAgainAsync()
    {
        while (State == ProcessState.Running)
        {
            await Time.Delay(_world.Plan.Options.SweepInterval * (0.9 + (0.2 * _world.Chance.NextDouble())));
            try
            {
                await SweepAsync(Scheduler.SweepAsync);
            }
            catch (StoreUnavailableException)
            {
                _world.Trace.Add("sweep failed", 0);
            }
        }
    }

    private async Task SweepAsync(Func<CancellationToken, Task> sweep)
    {
        IsSweeping = true;
        var swept = Ledger.Sweeping();
        if (_world.Plan.Forgets)
        {
            ForgetAny();
        }

        try
        {
            await sweep(CancellationToken.None);
            swept();
        }
        finally
        {
            IsSweeping = false;
        }
    }

    private void ForgetAny()
    {
        if (Ledger.Webhooks.FirstOrDefault(webhook => webhook is { IsBeingChanged: false, IsDeleted: false, InFlight: 0 }
            && Index.Find(webhook.Id) is { Status: WebhookStatus.Inactive }) is { } webhook)
        {
            Index.Remove(webhook.Id);
            _world.Trace.Add("memory forgets webhook", webhook.Label);
        }
    }

    private void End(bool isCrash)
    {
        State = ProcessState.Ended;
        Work.Close();
        _world.Backing.Leave(isCrash ? Store.Unfinished : null);
        Ledger.ProcessEnded(isCrash);
    }
}
