using System.Collections.Frozen;

namespace Ringback.Protocol.Catalogue;

/// <summary>A resource that webhooks can be registered for.</summary>
public sealed record CatalogueResource
{
    /// <summary>The name; upper and lower case differ.</summary>
    public required string Name { get; init; }

    /// <summary>The events that happen to it; empty for a resource that stands for others.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The events that its event <c>all</c> stands for; empty when it does not take <c>all</c>.</summary>
    public IReadOnlyList<string> EventsOfAll { get; init; } = [];

    /// <summary>Those of its events that Webex does not have; the profile <c>webex</c> does without them.</summary>
    public IReadOnlyList<string> AddedEvents { get; init; } = [];

    /// <summary>The resources that it stands for, as <c>all</c> does; empty for a resource of its own.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>The filters of its webhooks.</summary>
    public IReadOnlyList<CatalogueFilter> Filters { get; init; } = [];

    /// <summary>The fields of the data that a callback has.</summary>
    public IReadOnlyList<string> CarriedFields { get; init; } = [];

    /// <summary>The fields of the data that a callback may have.</summary>
    public IReadOnlyList<string> OptionalFields { get; init; } = [];

    /// <summary>The scopes of which a creator needs one; empty when none is needed. See <c>Expand</c>.</summary>
    public IReadOnlyList<string> ReadScopes { get; init; } = [];

    /// <summary>The scopes of which a creator needs one for <c>ownedBy=org</c>; empty when none is needed.</summary>
    public IReadOnlyList<string> OrgReadScopes { get; init; } = [];

    /// <summary>Whether the org may own its webhooks.</summary>
    public OrgOwnership OwnedByOrg { get; init; }

    /// <summary>Where bots see events only when mentioned; null when they see what others see.</summary>
    public BotMentionRule? BotsNeedMention { get; init; }

    /// <summary>The kind of resource inside its public ids, such as <c>MESSAGE</c>; null when it has none.</summary>
    public string? HydraType { get; init; }

    /// <summary>A: official text or several sources. B: one credible source. C: inferred. Null when unsaid.</summary>
    public string? Confidence { get; init; }

    /// <summary>Keys of the sources of this knowledge.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What else is worth knowing about it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    internal FrozenSet<string> Withheld { get; init; } = FrozenSet<string>.Empty;

    internal FrozenDictionary<string, FrozenSet<string>> WithheldByEvent { get; init; } =
        FrozenDictionary<string, FrozenSet<string>>.Empty;

    /// <summary>Whether it stands for other resources instead of having events of its own.</summary>
    public bool IsWildcard => Covers.Count > 0;

    /// <summary>Whether webhooks may be registered for its event <c>all</c>.</summary>
    public bool AcceptsEventAll => EventsOfAll.Count > 0;

    /// <summary>Whether the org may own its webhooks.</summary>
    public bool SupportsOrgOwner => OwnedByOrg != OrgOwnership.No;

    /// <summary>Whether only the org may own its webhooks.</summary>
    public bool RequiresOrgOwner => OwnedByOrg == OrgOwnership.Required;

    /// <summary>The events that webhooks may be registered for: its own, and <c>all</c> where accepted.</summary>
    public IReadOnlyList<string> RegistrableEvents => AcceptsEventAll ? [.. Events, WebhookCatalogue.All] : Events;

    /// <summary>Whether a webhook may be registered for the event.</summary>
    public bool AcceptsEvent(string eventName) =>
        eventName == WebhookCatalogue.All ? AcceptsEventAll : Events.Contains(eventName);

    /// <summary>Whether a webhook for the event <c>all</c> receives the event.</summary>
    public bool AllStandsFor(string eventName) => EventsOfAll.Contains(eventName);

    /// <summary>Whether it stands for the other resource, as <c>all</c> does for messages.</summary>
    public bool CoversResource(string resource) => Covers.Contains(resource);

    /// <summary>The same without <see cref="AddedEvents"/>.</summary>
    public CatalogueResource WithoutAdditions() => AddedEvents.Count == 0 ? this : this with
    {
        Events = [.. Events.Except(AddedEvents)],
        EventsOfAll = [.. EventsOfAll.Except(AddedEvents)],
        Filters = [.. Filters.Select(filter => filter with { Events = [.. filter.Events.Except(AddedEvents)] })],
        AddedEvents = [],
    };

    /// <summary>The filter of that name, or null.</summary>
    public CatalogueFilter? FindFilter(string name) => Filters.FirstOrDefault(filter => filter.Name == name);

    /// <summary>The top-level fields of the data that a callback must not carry. Does not allocate.</summary>
    public IReadOnlySet<string> WithheldFor(string eventName) => WithheldByEvent.GetValueOrDefault(eventName, Withheld);
}
