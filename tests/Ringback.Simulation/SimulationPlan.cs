using Ringback.Delivery;
using Ringback.Hosting;
using Ringback.Installation;

namespace Ringback.Simulation;

/// <summary>What a seed decides before anything happens. Small sizes are frequent, so that limits are met often.</summary>
internal sealed class SimulationPlan
{
    private static readonly TimeSpan RareSweeps = TimeSpan.FromMinutes(10);

    /// <summary>Draws it.</summary>
    /// <param name="seed">What all of it follows from.</param>
    /// <param name="sweepsRarely">Whether a sweep takes real time, so that there are few.</param>
    public SimulationPlan(int seed, bool sweepsRarely = false)
    {
        Seed = seed;
        SweepsRarely = sweepsRarely;
        var chance = Chance("plan");
        IsShuffled = chance.Next(4) > 0;
        HasClockJumps = chance.Next(4) == 0;
        Options = new DeliveryOptions
        {
            Slots = Pick(chance, 4, 8, 16, 64, 512),
            InFlightPerWebhook = Pick(chance, 1, 2, 4, 8),
            LanePage = Pick(chance, 8, 16, 32, 128),
            MaxLoaded = Pick(chance, 8, 32, 256, 50_000),
            DisableAfterFailures = Pick(chance, 3, 20, 100, 100),
            SweepInterval = TimeSpan.FromSeconds(Pick(chance, 10, 60, 600, 600)),
            StopGrace = TimeSpan.FromSeconds(Pick(chance, 0, 10, 20)),
            RetryWaits = Pick<TimeSpan[]?>(chance, null, null, null, null, [], [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)]),
            RetryJitter = Pick(chance, 0.2, 0.2, 0.5, 0),
            InFlightPerReceiver = Pick(chance, 2, 8, 128),
            MaxOwnerShare = Pick(chance, 0.25, 0.5, 0.5, 1),
            MaxOrgShare = Pick(chance, 0.5, 0.75, 1),
            MaxSlowShare = Pick(chance, 0.125, 0.125, 0.5),
            DisableAfterFailingFor = null,
        };
        Breaks = Pick(chance, 0, 0, 0.01);
        Forgets = Chance("forgets").Next(4) == 0;
        if (sweepsRarely)
        {
            Options.SweepInterval = RareSweeps;
        }

        if (chance.Next(8) == 0)
        {
            Service.Profile = RingbackOptions.Webex;
            WebexProfile.Apply(Options, Microsoft.Extensions.Options.Options.Create(Service));
        }
        else if (chance.Next(8) == 0)
        {
            // Each rule of that profile is an option of its own, too.
            Service.Profile = Pick(chance, RingbackOptions.Default, RingbackOptions.Webex);
            Options.DisableWhenGone = chance.Next(2) == 0;
            Options.ForgiveAfterSuccess = chance.Next(2) == 0;
        }
    }

    /// <summary>What all of it follows from.</summary>
    public int Seed { get; }

    /// <summary>Whether there are few sweeps.</summary>
    public bool SweepsRarely { get; }

    /// <summary>What the service is as a whole.</summary>
    public RingbackOptions Service { get; } = new();

    /// <summary>How many of the attempts break in the engine after their callback was sent, as a share.</summary>
    public double Breaks { get; }

    /// <summary>Whether memory now and then loses a webhook that is inactive, as one whose row could not be read.</summary>
    public bool Forgets { get; }

    /// <summary>How it delivers.</summary>
    public DeliveryOptions Options { get; }

    /// <summary>Whether what is ready runs in a random order instead of its own.</summary>
    public bool IsShuffled { get; }

    /// <summary>Whether the wall clock is set while the service runs.</summary>
    public bool HasClockJumps { get; set; }

    /// <summary>Chance for one purpose: drawing more for one does not change another.</summary>
    public Random Chance(string purpose) =>
        new(purpose.Aggregate(Seed, static (mixed, letter) => unchecked((mixed * 31) + letter)));

    private static T Pick<T>(Random chance, params ReadOnlySpan<T> values) => values[chance.Next(values.Length)];
}
