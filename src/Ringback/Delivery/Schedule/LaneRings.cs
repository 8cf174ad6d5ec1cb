using Ringback.Webhooks;

namespace Ringback.Delivery.Schedule;

/// <summary>
/// Gives slots to lanes, one at a time and in turn: over orgs, within an org over owners, within an owner over its webhooks. So
/// a million deliveries, or ten thousand webhooks, of one owner keep another one waiting for one turn. First tries, retries and
/// webhooks that timed out take turns too, and each kind has a limit. What a turn costs does not depend on how many wait.
/// </summary>
internal sealed class LaneRings
{
    private readonly int _slots;
    private readonly double _orgPortion;
    private readonly double _ownerPortion;
    private readonly int[] _limits;
    private readonly int[] _held = new int[3];
    private readonly SlotRing _orgs = new();
    private readonly Dictionary<string, Share> _shareOfOrg = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Org, string? Person, string? App), Share> _shareOfOwner = [];
    private SlotKind _nextKind;

    /// <summary>Makes one with all slots free.</summary>
    public LaneRings(DeliveryOptions options)
    {
        _slots = options.Slots;
        _orgPortion = options.MaxOrgShare;
        _ownerPortion = options.MaxOwnerShare;
        var ofOneKind = _slots - (_slots / 4);
        _limits = [ofOneKind, ofOneKind, Math.Max(1, (int)(_slots * options.MaxSlowShare))];
    }

    /// <summary>How many attempts are in flight.</summary>
    public int InFlight { get; private set; }

    /// <summary>Whether any slot is free.</summary>
    public bool HasFree => InFlight < _slots;

    /// <summary>How many lanes wait for a slot: one with first tries and retries counts twice.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether a lane whose turn it is may have the slot; if not, it has no use for it any more.</summary>
    public Func<Lane, bool> Admits { get; set; } = static _ => true;

    /// <summary>The share of a webhook's owner: of its org when that owns it, else of the person with the app.</summary>
    public Share ShareOf(RegisteredWebhook webhook)
    {
        var isOfOrg = webhook.OwnedBy == WebhookOwner.Org;
        var key = (webhook.OrgId, isOfOrg ? null : webhook.CreatedBy, isOfOrg ? null : webhook.AppId);
        if (!_shareOfOwner.TryGetValue(key, out var owner))
        {
            if (!_shareOfOrg.TryGetValue(webhook.OrgId, out var org))
            {
                _shareOfOrg.Add(webhook.OrgId, org = new Share(null, _orgPortion) { Key = (webhook.OrgId, null, null) });
            }

            org.Users++;
            _shareOfOwner.Add(key, owner = new Share(org, _ownerPortion) { Key = key });
        }

        return owner;
    }

    /// <summary>Lets an owner go, and its org, when no lane is left that uses it.</summary>
    public void ForgetIfUnused(Share owner)
    {
        if (owner.Users == 0 && owner.Held == 0 && _shareOfOwner.Remove(owner.Key))
        {
            var org = owner.Parent!;
            if (--org.Users == 0)
            {
                _shareOfOrg.Remove(owner.Key.Org);
            }
        }
    }

    /// <summary>Whether an owner, or its org, holds as many slots as it may at present.</summary>
    public bool IsOverItsShare(Share owner) =>
        owner.IsOver(_slots - InFlight) || owner.Parent!.IsOver(_slots - InFlight);

    /// <summary>Puts a lane into the rings in which it has work and is missing.</summary>
    public void Offer(Lane lane)
    {
        Join(lane, SlotKind.FirstTry);
        Join(lane, SlotKind.Retry);
        Join(lane, SlotKind.Slow);
    }

    /// <summary>
    /// The lane whose turn it is, and for what kind of slot; null when no slot is free or no lane may have one. It has left its
    /// ring: it either takes the slot or has to be offered again.
    /// </summary>
    public (Lane Lane, SlotKind Kind)? Next()
    {
        for (var i = 0; i < _limits.Length && InFlight < _slots; i++)
        {
            var kind = (SlotKind)(((int)_nextKind + i) % _limits.Length);
            if (_held[(int)kind] < _limits[(int)kind]
                && _orgs.Next(new SlotTurn(this, kind, _slots - InFlight, _limits[(int)kind] - _held[(int)kind])) is { } lane)
            {
                return (lane, kind);
            }
        }

        return null;
    }

    /// <summary>Gives the lane its slot.</summary>
    public DueDelivery Take(Lane lane, SlotKind kind)
    {
        Count(lane.Owner, kind, 1);
        _nextKind = (SlotKind)(((int)kind + 1) % _limits.Length);
        var delivery = lane.Take(kind);
        Offer(lane);
        return delivery;
    }

    /// <summary>Gives the slot of an attempt back.</summary>
    public void Release(Lane lane, SlotKind kind) => Count(lane.Owner, kind, -1);

    /// <summary>A lane has left a ring: for a slot, or because it has no use for one of that kind any more.</summary>
    public void Left(Lane? lane, bool isTaking)
    {
        if (lane is not null)
        {
            Waiting--;
            if (!isTaking)
            {
                // A webhook that timed out since it was offered waits with the slow ones, for example.
                Offer(lane);
            }
        }
    }

    private void Count(Share owner, SlotKind kind, int change)
    {
        InFlight += change;
        _held[(int)kind] += change;
        owner.Count(kind, change);
        owner.Parent!.Count(kind, change);
    }

    private void Join(Lane lane, SlotKind kind)
    {
        if (lane.Wants(kind) && !lane.IsWaiting(kind))
        {
            Waiting++;
            lane.Owner.Members.Join(lane, kind);
            lane.Owner.Parent!.Members.Join(lane.Owner, kind);
            _orgs.Join(lane.Owner.Parent!, kind);
        }
    }
}
