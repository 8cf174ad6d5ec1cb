using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Events;
using Ringback.Protocol.Ids;
using Ringback.Simulation.Time;
using Ringback.Webhooks.Secrets;

namespace Ringback.Simulation.Checks;

/// <summary>
/// What must be true, kept independently of the engine: it sees every commit, every callback and every answer, and says
/// which promise was broken first. It outlives the processes, like the disk.
/// </summary>
/// <param name="agenda">The clock.</param>
/// <param name="options">How callbacks are delivered.</param>
/// <param name="holds">Whether what is pending for an inactive webhook is kept.</param>
/// <param name="trace">What happened.</param>
/// <param name="secrets">Encrypts webhook secrets.</param>
internal sealed partial class Ledger(
    Agenda agenda, DeliveryOptions options, bool holds, Trace trace, SecretProtector secrets)
{
    private readonly Dictionary<Guid, DeliveryEntry> _deliveries = [];
    private readonly Dictionary<string, DeliveryEntry> _byWireId = [];

    /// <summary>Whether slots are given in turn.</summary>
    public FairnessRule Fairness { get; } = new();

    /// <summary>Whether owners are given slots in turn.</summary>
    public FairnessRule FairnessOfOwners { get; } = new();

    /// <summary>Who holds how many slots.</summary>
    public SlotBook Slots { get; } = new(options);

    /// <summary>Numbers what happens.</summary>
    public Moments Moments { get; } = new();

    /// <summary>The promise that was broken first; null while none was.</summary>
    public string? Violation { get; private set; }

    /// <summary>All deliveries that were ever committed.</summary>
    public IReadOnlyCollection<DeliveryEntry> Deliveries => _deliveries.Values;

    /// <summary>The delivery of that id.</summary>
    public DeliveryEntry Delivery(Guid id) => _deliveries[id];

    /// <summary>A promise was broken.</summary>
    public void Violate(string promise)
    {
        trace.Add("VIOLATION", 0, 0, () => promise);
        Violation ??= promise;
    }

    /// <summary>A delivery is committed.</summary>
    public void RowAdded(Guid webhookId, Guid deliveryId, EventCommit commit)
    {
        var delivery = new DeliveryEntry(_deliveries.Count + 1, _webhooks[webhookId], commit.PublishedAt);
        _deliveries.Add(deliveryId, delivery);
        _byWireId.Add(WebexId.Create(WebexIdTypes.Delivery, deliveryId), delivery);
        trace.Add("committed delivery", delivery.Label, delivery.Webhook.Label, () => commit.Event.PublicId);
    }

    /// <summary>The publisher was told that its events are committed.</summary>
    public void Acknowledged(IReadOnlyList<EventCommit> commits)
    {
        foreach (var match in commits.Where(commit => !commit.IsDuplicate).SelectMany(commit => commit.Matches))
        {
            if (!_deliveries.ContainsKey(match.DeliveryId))
            {
                Violate("A publish was acknowledged before it was durable.");
            }
        }
    }

    /// <summary>An outcome is committed.</summary>
    public void RowChanged(OutcomeCommit outcome, bool wasThere)
    {
        var delivery = _deliveries[outcome.Delivery.DeliveryId];
        trace.Add("committed outcome", delivery.Label, outcome.Attempt.Number, () => $"{outcome.Verdict}, due {outcome.NextDue:O}");
        if (!wasThere)
        {
            if (delivery.State != DeliveryState.Dropped)
            {
                Violate($"The outcome of attempt {outcome.Attempt.Number} of delivery {delivery.Label} met no row.");
            }

            return;
        }

        delivery.Attempts = outcome.Attempt.Number;
        delivery.Due = outcome.NextDue ?? delivery.Due;
        delivery.State = outcome.Verdict switch
        {
            DeliveryVerdict.Delivered => DeliveryState.Delivered,
            DeliveryVerdict.Failed => DeliveryState.Failed,
            _ => DeliveryState.Pending,
        };
    }

    /// <summary>A row is dropped.</summary>
    /// <param name="deliveryId">Whose.</param>
    /// <param name="isInactive">Whether its webhook is inactive, durably.</param>
    public void RowDropped(Guid deliveryId, bool isInactive)
    {
        var delivery = _deliveries[deliveryId];
        delivery.State = DeliveryState.Dropped;
        trace.Add("dropped delivery", delivery.Label, delivery.Webhook.Label);
        if (!delivery.Webhook.IsDeleted && (holds || !isInactive))
        {
            Violate($"Delivery {delivery.Label} was dropped and its webhook {delivery.Webhook.Label} is not deleted.");
        }
    }

    /// <summary>The process has ended; what was under way in it may happen again only where that is told here.</summary>
    public void ProcessEnded(bool isCrash)
    {
        foreach (var delivery in _open)
        {
            if (!isCrash)
            {
                Violate($"A stop in good order lost the outcome of delivery {delivery.Label}.");
            }

            delivery.MayRepeat = true;
            delivery.Open = null;
        }

        _open.Clear();
        foreach (var webhook in _webhooks.Values)
        {
            webhook.Forget();
        }

        Fairness.Forget();
        FairnessOfOwners.Forget();
        Slots.Clear();
        FirstTriesInFlight = RetriesInFlight = 0;
    }
}
