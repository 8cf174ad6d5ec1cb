using System.Text.Json;
using Ringback.Delivery.Schedule;
using Ringback.Installation;
using Ringback.Protocol.Json;
using Ringback.Webhooks;
using Ringback.Webhooks.Registry;

namespace Ringback.Simulation.Checks;

internal sealed partial class Ledger
{
    private readonly Dictionary<Guid, WebhookEntry> _webhooks = [];
    private readonly List<WebhookEntry> _disabledInPiece = [];

    /// <summary>All webhooks that ever were.</summary>
    public IReadOnlyCollection<WebhookEntry> Webhooks => _webhooks.Values;

    /// <summary>How often the engine disabled a webhook.</summary>
    public int Disabled { get; private set; }

    /// <summary>The webhook of that id.</summary>
    public WebhookEntry Webhook(Guid id) => _webhooks[id];

    /// <summary>A webhook is made, durably.</summary>
    public void WebhookAdded(StoredWebhook stored)
    {
        var webhook = new WebhookEntry(_webhooks.Count + 1, stored);
        _webhooks.Add(stored.Id, webhook);
        Known(webhook, stored);
        trace.Add("made webhook", webhook.Label, 0, () => $"{stored.TargetUrl} {stored.Filter}");
    }

    /// <summary>An engine has loaded its webhooks.</summary>
    public void WebhooksLoaded(IEnumerable<StoredWebhook> webhooks)
    {
        foreach (var stored in webhooks)
        {
            Known(_webhooks[stored.Id], stored);
        }
    }

    /// <summary>A webhook is deleted, durably.</summary>
    public void WebhookDeleted(Guid id) => _webhooks[id].IsDeleted = true;

    /// <summary>A change of a webhook is queued: it may be the engine that disables it.</summary>
    public void WebhookChanging(StoredWebhook stored)
    {
        var webhook = _webhooks[stored.Id];
        if (!IsByEngine(webhook, stored))
        {
            return;
        }

        trace.Add("engine disables webhook", webhook.Label);
        if (webhook.Disabling == Disabling.No)
        {
            webhook.IsDisablingUnfounded = true;
            _disabledInPiece.Add(webhook);
        }

        webhook.Disabling = Disabling.Asked;
        webhook.DisablingSince = Moments.Next();
    }

    /// <summary>A change of a webhook could not be committed.</summary>
    public void WebhookNotChanged(StoredWebhook stored)
    {
        var webhook = _webhooks[stored.Id];
        if (webhook.Disabling == Disabling.Asked && IsByEngine(webhook, stored))
        {
            webhook.Disabling = Disabling.Refused;
            webhook.Probing = webhook.Probing == Probing.No ? Probing.No : Probing.Perhaps;
            webhook.IsLeftToSweep = true;
        }
    }

    /// <summary>The engine knows of a change.</summary>
    public void WebhookChanged(WebhookChange change)
    {
        var webhook = _webhooks[change.Before.Id];
        Disabled += webhook.Disabling == Disabling.Asked ? 1 : 0;
        if (change.Before.Status == WebhookStatus.Inactive && change.After?.Status == WebhookStatus.Active)
        {
            webhook.Health.Reactivate(agenda.UtcNow.ToMillisecond(), options);
        }

        webhook.Change(Version(change.After ?? change.Before, change.After?.Status == WebhookStatus.Active));
        trace.Add("changed webhook", webhook.Label, 0,
            () => $"{change.After?.Status} {change.After?.TargetUrl} {change.After?.Settings.InFlightLimit}");
        Fairness.Restart(webhook.Name);
    }

    /// <summary>A lane is given a page.</summary>
    public void PageRead(LanePageRequest request, LanePage? page) => trace.Add(
        "read page", _webhooks[request.WebhookId].Label, page?.Deliveries.Count ?? -1,
        () => $"limit {request.Limit}, next {page?.NextDue:O}");

    /// <summary>Judges a piece of work: whether slots were given in turn, and webhooks disabled by the rule.</summary>
    public string? ObjectionToPiece()
    {
        var unfounded = _disabledInPiece.Find(webhook => webhook.IsDisablingUnfounded);
        _disabledInPiece.Clear();
        return Fairness.Judge() ?? FairnessOfOwners.Judge()
            ?? (unfounded is null ? null : $"The engine disabled webhook {unfounded.Label} against the rule.");
    }

    /// <summary>Whether the engine has left a webhook as it is that it had to disable; null when it has not.</summary>
    public string? UndisabledObjection() =>
        _webhooks.Values.FirstOrDefault(webhook => webhook is { Disabling: Disabling.Decided, IsBeingChanged: false })
            is { } undisabled
            ? $"The engine did not disable webhook {undisabled.Label} when it had to."
            : null;

    // An owner who changes a webhook gives it a new name each time.
    private static bool IsByEngine(WebhookEntry webhook, StoredWebhook stored) =>
        webhook.Current is { IsActive: true } current && stored.Status != WebhookStatus.Active && stored.Name == current.Name;

    private void Known(WebhookEntry webhook, StoredWebhook stored) => webhook.Change(new WebhookVersion(
        Moments.Next(), stored.Name, stored.Status == WebhookStatus.Active, stored.TargetUrl,
        secrets.Unprotect(stored.Id, stored.Secrets)?.Current, Limit(stored.Settings)));

    private WebhookVersion Version(RegisteredWebhook webhook, bool isActive) => new(
        Moments.Next(), webhook.Name, isActive, webhook.TargetUrl, webhook.Secrets?.Current,
        webhook.Settings.InFlightLimit ?? options.InFlightPerWebhook);

    private int Limit(string? settings) => (settings is null
        ? null
        : JsonSerializer.Deserialize(settings, RingbackJsonContext.Default.WebhookSettings)!.InFlightLimit)
        ?? options.InFlightPerWebhook;
}
