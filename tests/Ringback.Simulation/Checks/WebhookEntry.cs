using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Checks;

/// <summary>What is known of a webhook, independently of the engine.</summary>
internal sealed class WebhookEntry(int label, StoredWebhook stored)
{
    private readonly List<WebhookVersion> _versions = [];

    /// <summary>The webhook's id.</summary>
    public Guid Id { get; } = stored.Id;

    /// <summary>The person who owns it.</summary>
    public string Owner { get; } = stored.CreatedBy;

    /// <summary>Its name in objections.</summary>
    public string Name { get; } = $"webhook {label}";

    /// <summary>Its number in traces.</summary>
    public int Label { get; } = label;

    /// <summary>The room that its filter names; null when it has none.</summary>
    public string? Room { get; } = stored.Filter?.Split('=')[1];

    /// <summary>Whether it is deleted, durably.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Whether its owner is changing it.</summary>
    public bool IsBeingChanged { get; set; }

    /// <summary>What its failures mean.</summary>
    public HealthModel Health { get; set; } = new();

    /// <summary>What the disk has of <see cref="Health"/>.</summary>
    public HealthModel DurableHealth { get; set; } = new();

    /// <summary>Callbacks on their way.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether it has only one slot.</summary>
    public Probing Probing { get; set; }

    /// <summary>The moment since which it has.</summary>
    public long ProbingSince { get; set; }

    /// <summary>Whether the engine is making it inactive.</summary>
    public Disabling Disabling { get; set; }

    /// <summary>The moment at which that was decided.</summary>
    public long DisablingSince { get; set; }

    /// <summary>Set when the store could not make it inactive, until a sweep takes up again what is due for it.</summary>
    public bool IsLeftToSweep { get; set; }

    /// <summary>Until when the engine may leave the row of a broken attempt where it is.</summary>
    public TimeSpan RestsUntil { get; set; }

    /// <summary>Set when the engine asked for it before the rule was seen to say so, in the same piece of work.</summary>
    public bool IsDisablingUnfounded { get; set; }

    /// <summary>What the running engine knows; null when it does not know the webhook.</summary>
    public WebhookVersion? Current => _versions.Count == 0 ? null : _versions[^1];

    /// <summary>How many attempts may be in flight now, at least.</summary>
    public int Slots => Current is not { IsActive: true } version ? 0 : Probing == Probing.No ? version.Limit : 1;

    /// <summary>The versions that were in force at some time since a moment.</summary>
    public IEnumerable<WebhookVersion> Since(long moment)
    {
        var first = _versions.FindLastIndex(version => version.Since <= moment);
        return _versions.Skip(Math.Max(first, 0));
    }

    /// <summary>The engine knows it differently from now on.</summary>
    public void Change(WebhookVersion version)
    {
        if (!version.IsActive)
        {
            Disabling = Disabling.No;
            Probing = Probing == Probing.No ? Probing.No : Probing.Perhaps;
        }

        _versions.Add(version);
    }

    /// <summary>What an engine holds in memory is lost.</summary>
    public void Forget()
    {
        _versions.Clear();
        InFlight = 0;
        Probing = Probing.No;
        Disabling = Disabling.No;
        IsDisablingUnfounded = false;
        IsLeftToSweep = false;
        RestsUntil = TimeSpan.Zero;
        IsBeingChanged = false;
        Health = DurableHealth.Copy();
    }
}
