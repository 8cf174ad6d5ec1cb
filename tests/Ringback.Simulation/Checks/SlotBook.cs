using Ringback.Delivery;
using Ringback.Delivery.Schedule;
using Ringback.Simulation.Receivers;

namespace Ringback.Simulation.Checks;

/// <summary>
/// Who holds how many slots, counted from the callbacks on their way, and what the options allow: written down once more,
/// apart from the engine.
/// </summary>
internal sealed class SlotBook(DeliveryOptions options)
{
    private readonly Dictionary<(string? Owner, SlotKind? Kind), int> _held = [];
    private readonly Dictionary<string, int> _ofReceiver = [];
    private readonly int[] _limits =
    [
        options.Slots - (options.Slots / 4), options.Slots - (options.Slots / 4),
        Math.Max(1, (int)(options.Slots * options.MaxSlowShare)),
    ];

    private int _uncertain;

    /// <summary>Forgets all of them: the process has ended.</summary>
    public void Clear()
    {
        _held.Clear();
        _ofReceiver.Clear();
        _uncertain = 0;
    }

    /// <summary>A callback is on its way, or not any more.</summary>
    public void Count(Send send, int change)
    {
        foreach (var owner in new[] { null, send.Delivery.Webhook.Owner })
        {
            _held[(owner, null)] = Held(owner, null) + change;
            if (send.Kind is { } kind)
            {
                _held[(owner, kind)] = Held(owner, kind) + change;
            }
        }

        _ofReceiver[send.Receiver] = OfReceiver(send.Receiver) + change;
        _uncertain += send.Kind is null ? change : 0;
    }

    /// <summary>What is wrong with a callback that has just been sent; null when nothing is.</summary>
    public string? Objection(Send send)
    {
        var owner = send.Delivery.Webhook.Owner;
        return Held(null, null) > options.Slots
                ? $"{Held(null, null)} slots are held; there are {options.Slots}."
            : Enum.GetValues<SlotKind>().Where(kind => Held(null, kind) > _limits[(int)kind]).ToArray() is [var kind, ..]
                ? $"{Held(null, kind)} slots are held of kind {kind}; it may have {_limits[(int)kind]}."
            : Held(owner, null) > Math.Ceiling(options.Slots * options.MaxOwnerShare)
                ? $"Owner {owner} holds {Held(owner, null)} of {options.Slots} slots, more than its share."
            : Held(null, null) > Math.Ceiling(options.Slots * options.MaxOrgShare)
                ? $"The org holds {Held(null, null)} of {options.Slots} slots, more than its share."
            : OfReceiver(send.Receiver) > options.InFlightPerReceiver
                ? $"Receiver {send.Receiver} has {OfReceiver(send.Receiver)} callbacks in flight; its limit is "
                    + $"{options.InFlightPerReceiver}."
            : null;
    }

    /// <summary>Whether there certainly is a slot for a webhook's first try, or retry.</summary>
    public bool HasSlot(WebhookEntry webhook, bool isRetry)
    {
        if (_uncertain > 0 || webhook.Probing == Probing.Perhaps || webhook.Current is not { } version)
        {
            return false;
        }

        var kind = KindOf(webhook, isRetry);
        return IsFree(null, options.MaxOrgShare, kind) && IsFree(webhook.Owner, options.MaxOwnerShare, kind)
            && OfReceiver(ReceiverOf(version.TargetUrl)) < options.InFlightPerReceiver;
    }

    /// <summary>Whether receivers are never so full that lanes have to wait for them instead of taking their turns.</summary>
    public bool ReceiversHaveRoom => options.InFlightPerReceiver >= options.Slots || options.InFlightPerReceiver >= 128;

    /// <summary>The kind of slot that a webhook's first try, or retry, takes.</summary>
    public static SlotKind KindOf(WebhookEntry webhook, bool isRetry) =>
        webhook.Probing == Probing.Yes ? SlotKind.Slow : isRetry ? SlotKind.Retry : SlotKind.FirstTry;

    /// <summary>The receiver of a URL.</summary>
    public static string ReceiverOf(string url) => new Uri(url).Authority;

    private bool IsFree(string? owner, double share, SlotKind kind)
    {
        var free = options.Slots - Held(null, null);
        var freeOfKind = _limits[(int)kind] - Held(null, kind);
        return free > 0 && freeOfKind > 0
            && Held(owner, null) * (1 - share) < share * free && Held(owner, kind) * (1 - share) < share * freeOfKind;
    }

    private int Held(string? owner, SlotKind? kind) => _held.GetValueOrDefault((owner, kind));

    private int OfReceiver(string receiver) => _ofReceiver.GetValueOrDefault(receiver);
}
