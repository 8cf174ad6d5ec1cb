namespace Ringback.Protocol.Catalogue;

/// <summary>A filter of a resource: its name, the events that it applies to and where it looks in the data.</summary>
public sealed record CatalogueFilter
{
    /// <summary>The name, as in <c>name=value</c>; upper and lower case differ.</summary>
    public required string Name { get; init; }

    /// <summary>How its value is checked and compared.</summary>
    public required FilterKind Kind { get; init; }

    /// <summary>The names of the fields that lead to the value; lists on the way are looked into.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The values it may have; empty when any value will do.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The events of the resource that it applies to.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether it also matches when the actor of the event has its value.</summary>
    public bool OrActor { get; init; }

    /// <summary>Whether the value <c>me</c> stands for the webhook's creator.</summary>
    public bool Me { get; init; }

    /// <summary>Whether only webhooks that the org owns may use it.</summary>
    public bool NeedsOrgOwner { get; init; }

    /// <summary>How few webhooks share one value: an index looks the highest up first. 0 to 100.</summary>
    public required int Selectivity { get; init; }

    /// <summary>How well it is documented: A, B or C; null when like its resource.</summary>
    public string? Confidence { get; init; }

    /// <summary>Whether it applies to an event of the resource.</summary>
    public bool AppliesTo(string eventName) => Events.Contains(eventName);
}
