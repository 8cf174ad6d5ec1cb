using Ringback.Filters;
using Ringback.Protocol.Catalogue;

namespace Ringback.Webhooks.Matching;

/// <summary>The search for the webhooks of one event: it is offered candidates and keeps those that match.</summary>
/// <param name="candidate">The event whose webhooks are searched.</param>
/// <param name="rule">Where bots see the event only when mentioned; null when there is no such rule.</param>
/// <param name="matchesInactive">Whether inactive webhooks match too.</param>
/// <param name="matches">The list that matching webhooks are added to.</param>
internal ref struct MatchScan(
    ref readonly EventToMatch candidate, BotMentionRule? rule, bool matchesInactive, List<RegisteredWebhook> matches)
    : IFieldVisitor
{
    private readonly ref readonly EventToMatch _event = ref candidate;
    private readonly List<RegisteredWebhook> _matches = matches;
    private readonly BotMentionRule? _rule = rule;

    private Dictionary<string, WebhookSet>.AlternateLookup<ReadOnlySpan<char>> _byValue;
    private HashSet<string>? _mentioned;
    private HashSet<Guid>? _offered;
    private int _matchesBefore;
    private int _values;

    /// <summary>The people whose webhooks may see the event; null when everyone's may.</summary>
    public HashSet<string>? Visible { get; } = candidate.VisibleTo switch
    {
        null => null,
        HashSet<string> set => set,
        var people => new HashSet<string>(people, StringComparer.Ordinal),
    };

    /// <summary>Whether only bots that the event mentions see it.</summary>
    public bool BotsNeedMention { get; } = rule is not null && EventFields.Is(candidate.Data, rule.Where, rule.Is);

    /// <summary>Those whom the event mentions.</summary>
    public HashSet<string> Mentioned => _mentioned ??= EventFields.Texts(_event.Data, _rule!.Mentions);

    /// <summary>Keeps a webhook if it sees the event and its filter matches.</summary>
    public void Offer(RegisteredWebhook webhook)
    {
        if ((matchesInactive || webhook.Status == WebhookStatus.Active)
            && Sees(webhook)
            && webhook.Filter.Matches(_event.Data, webhook.CreatedBy, _event.ActorId)
            && _offered?.Add(webhook.Id) != false)
        {
            _matches.Add(webhook);
        }
    }

    /// <summary>Offers the webhooks that are filed under a value that the event has for the filter.</summary>
    public void LookUp(CatalogueFilter filter, Dictionary<string, WebhookSet> byValue)
    {
        _byValue = byValue.GetAlternateLookup<ReadOnlySpan<char>>();
        _matchesBefore = _matches.Count;
        _values = 0;
        _offered = null;
        EventFields.Visit(filter, _event.Data, _event.ActorId, ref this);
        _offered = null;
    }

    /// <summary>Looks one value of the event up.</summary>
    /// <remarks>From the second value on a webhook may come again, under another value of its list.</remarks>
    public bool Visit(scoped ReadOnlySpan<char> value)
    {
        if (_values++ > 0 && _offered is null && _matches.Count > _matchesBefore)
        {
            _offered = [.. _matches.Skip(_matchesBefore).Select(webhook => webhook.Id)];
        }

        if (_byValue.TryGetValue(value, out var webhooks))
        {
            webhooks.OfferTo(ref this);
        }

        return false;
    }

    private bool Sees(RegisteredWebhook webhook) =>
        webhook.OwnedBy == WebhookOwner.Org
        || (Visible?.Contains(webhook.CreatedBy) != false
            && (!webhook.CreatorIsBot || !BotsNeedMention || Mentioned.Contains(webhook.CreatedBy)));
}
