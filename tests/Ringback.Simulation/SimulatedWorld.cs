using Ringback.Simulation.Checks;
using Ringback.Simulation.Databases;
using Ringback.Simulation.Defects;
using Ringback.Simulation.Receivers;
using Ringback.Simulation.Store;
using Ringback.Simulation.Time;
using Ringback.Simulation.Workload;
using Ringback.Webhooks.Secrets;

namespace Ringback.Simulation;

/// <summary>Three days of a service, its store, its publishers and its receivers, all of it following from a seed.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private const int MostPiecesAtOnce = 50_000;

    private static readonly TimeSpan Length = TimeSpan.FromDays(3);
    private static readonly TimeSpan AfterStoreFailure = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AfterClockJump = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly Storms _storms;
    private int _webhooks;
    private int _judged;
    private int _pieces;

    /// <summary>Makes one in which nothing has happened.</summary>
    /// <param name="seed">What all of it follows from.</param>
    /// <param name="keepsTrace">Whether somebody wants to read what happened.</param>
    /// <param name="defect">What is wrong with the engine on purpose.</param>
    /// <param name="database">Where everything is kept; null for memory.</param>
    public SimulatedWorld(int seed, bool keepsTrace, Defect defect = Defect.None, IDatabase? database = null)
    {
        Defect = defect;
        Plan = new SimulationPlan(seed, sweepsRarely: database is not null);
        Chance = Plan.Chance("engine");
        Agenda = new Agenda();
        Trace = new Trace(Agenda, keepsTrace);
        Ledger = new Ledger(Agenda, Plan.Options, Plan.Service.HoldsWhileInactive, Trace, Secrets);
        Disk = new Disk(Ledger);
        Backing = database is null ? new MemoryBacking(Disk) : new DatabaseBacking(database, Disk, Ledger, defect);
        Receivers = new ReceiverPark(Plan.Chance("receivers"), Plan.Options.AttemptTimeout);
        Process = new SimulatedProcess(this);
        _storms = new Storms(this);
    }

    /// <summary>What is wrong with the engine on purpose.</summary>
    public Defect Defect { get; }

    /// <summary>What the seed decided.</summary>
    public SimulationPlan Plan { get; }

    /// <summary>The clock.</summary>
    public Agenda Agenda { get; }

    /// <summary>Chance for the engine and its store.</summary>
    public Random Chance { get; }

    /// <summary>What happened.</summary>
    public Trace Trace { get; }

    /// <summary>What has to be true.</summary>
    public Ledger Ledger { get; }

    /// <summary>What is durable.</summary>
    public Disk Disk { get; }

    /// <summary>Where it is read and written.</summary>
    public IBacking Backing { get; }

    /// <summary>How well the store works.</summary>
    public StoreWeather Weather { get; } = new();

    /// <summary>Who receives callbacks.</summary>
    public ReceiverPark Receivers { get; }

    /// <summary>Where processes die.</summary>
    public CrashPlan Crashes { get; } = new();

    /// <summary>Encrypts webhook secrets.</summary>
    public SecretProtector Secrets { get; } = new(new FixedKey());

    /// <summary>The process of this moment; it may have ended.</summary>
    public SimulatedProcess Process { get; private set; }

    /// <summary>Lets all of it happen; what was broken first, or null.</summary>
    public string? Run()
    {
        var before = SynchronizationContext.Current;
        try
        {
            _storms.Begin();
            Start(Process);
            while (Ledger.Violation is null && Agenda.Now < Length)
            {
                RunPiece();
            }

            return Ledger.Violation ?? _storms.Objection() ?? FinalObjection() ?? Backing.Objection(Agenda.Jumps > 0) ?? Ledger.Violation;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>
    /// An id for a webhook, without chance, so that a seed can be replayed: its number is its shard, so that no two wait
    /// for each other.
    /// </summary>
    public Guid MakeWebhookId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        bytes[15] = (byte)++_webhooks;
        return new Guid(bytes, bigEndian: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Backing.Dispose();
        Secrets.Dispose();
    }

    private void RunPiece()
    {
        var before = Agenda.Now;
        if (!Process.Work.RunOne())
        {
            JudgeQuiet();
            Agenda.RunNext();
        }

        _pieces = before == Agenda.Now ? _pieces + 1 : 0;
        if (_pieces > MostPiecesAtOnce)
        {
            Ledger.Violate("The engine does not come to rest.");
        }

        if (Process is { IsStarted: true, Work.IsOpen: true } && Crashes.DiesBetween())
        {
            Process.Die("between two pieces of work");
        }

        if (Process.Work.IsOpen)
        {
            Process.AfterPiece();
            Judge(Ledger.ObjectionToPiece());
        }
        else
        {
            Restart();
        }
    }

    private void Restart()
    {
        _storms.ProcessEnded();
        Process = new SimulatedProcess(this);
        var next = Process;
        Agenda.After(TimeSpan.FromSeconds(0.5 + (Chance.NextDouble() * 30)), () => Start(next));
    }

    private static void Start(SimulatedProcess process)
    {
        SynchronizationContext.SetSynchronizationContext(process.Work);
        process.Work.Post(async () => await process.StartAsync());
    }

    private void JudgeQuiet()
    {
        if (_judged == Trace.Count || Agenda.Gap == TimeSpan.Zero || Process.State == ProcessState.Ended)
        {
            return;
        }

        _judged = Trace.Count;
        Judge(MemoryRule.Objection(Process, Ledger, Plan.Options) ?? Ledger.UndisabledObjection());
        if (Process.State == ProcessState.Running && Agenda.Now - Agenda.LastJump > AfterClockJump)
        {
            Judge(LivenessRule.IdleSlot(Process, Ledger));
            Judge(IsCalm ? LivenessRule.LostRow(Process, Ledger, Disk, Agenda.UtcNow) : null);
        }
    }

    private void Judge(string? objection)
    {
        if (objection is not null)
        {
            Ledger.Violate(objection);
        }
    }

    private bool IsCalm => Process is { IsSweeping: false, Store.IsIdle: true }
        && Agenda.Gap > Quiet
        && Agenda.Now - Weather.LastFailure > AfterStoreFailure;

    private string? FinalObjection()
    {
        var held = Ledger.Deliveries.FirstOrDefault(delivery =>
            delivery.State == DeliveryState.Pending && (!Plan.Service.HoldsWhileInactive || delivery.Webhook.IsDeleted
                || delivery.Webhook.Current is not { IsActive: false }));
        var disabling = Ledger.Webhooks.FirstOrDefault(webhook => webhook.Disabling != Disabling.No);
        var figures = Process.Scheduler.Figures();
        return held is not null ? $"Delivery {held.Label} of webhook {held.Webhook.Label} is left over."
            : disabling is not null ? $"Webhook {disabling.Label} was never made inactive."
            : (figures.InFlight, figures.Loaded, figures.Unrecorded) != (0, 0, 0) ? $"At the end there are {figures}."
            : null;
    }
}
