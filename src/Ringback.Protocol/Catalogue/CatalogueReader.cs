using System.Collections.Frozen;
using System.Text.Json;

namespace Ringback.Protocol.Catalogue;

/// <summary>Reads a catalogue file and refuses what cannot work, so that nothing else need look again.</summary>
internal static class CatalogueReader
{
    private static readonly JsonDocumentOptions Format = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    /// <summary>The resources of a basis followed by those of the file.</summary>
    /// <exception cref="CatalogueException">The file is not JSON, or not a catalogue.</exception>
    public static IReadOnlyList<CatalogueResource> Read(Stream stream, IReadOnlyList<CatalogueResource> basis)
    {
        using var document = Parse(stream);
        var file = CatalogueObject.Of(document.RootElement, null, "", "version", "about", "resources");
        _ = file.Number("version", 1, 1) ?? throw file.Problem("version", "is missing; it must be 1");

        var resources = basis.ToDictionary(resource => resource.Name, StringComparer.Ordinal);
        var added = new List<CatalogueResource>();
        foreach (var item in file.Items("resources"))
        {
            var resource = Resource(item, $"resources[{added.Count}]");
            if (!resources.TryAdd(resource.Name, resource))
            {
                throw new CatalogueException(resource.Name, "name", $"came '{resource.Name}', which is there already");
            }

            added.Add(resource);
        }

        added.ForEach(resource => CheckCovers(resource, resources));
        return [.. basis, .. added];
    }

    private static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream, Format);
        }
        catch (JsonException problem)
        {
            throw new CatalogueException(null, "(the file)", $"is not JSON: {problem.Message}", problem);
        }
    }

    private static CatalogueResource Resource(JsonElement json, string place)
    {
        var unnamed = CatalogueObject.Of(
            json, null, place, "name", "hydraType", "covers", "events", "eventAll", "addedEvents", "filters", "data",
            "scopes", "ownedByOrg", "botsNeedMention", "confidence", "sources", "notes");
        var name = unnamed.Name("name");
        var fields = unnamed.AsResource(name);
        var covers = fields.Names("covers") ?? [];
        var events = Events(fields, covers);
        var data = fields.ObjectOrNull("data", "carried", "optional", "withheld", "withheldFor");
        var scopes = fields.ObjectOrNull("scopes", "creator", "org");
        var withheld = data?.Texts("withheld") ?? [];

        return new CatalogueResource
        {
            Name = name,
            HydraType = fields.TextOrNull("hydraType"),
            Covers = covers,
            Events = events,
            EventsOfAll = EventsOfAll(fields, covers, events),
            AddedEvents = AddedEvents(fields, events),
            Filters = Filters(fields, name, covers, events),
            CarriedFields = data?.Texts("carried") ?? [],
            OptionalFields = data?.Texts("optional") ?? [],
            Withheld = withheld.ToFrozenSet(StringComparer.Ordinal),
            WithheldByEvent = WithheldByEvent(data, withheld, events),
            ReadScopes = scopes?.Texts("creator") ?? [],
            OrgReadScopes = scopes?.Texts("org") ?? [],
            OwnedByOrg = Ownership(fields),
            BotsNeedMention = BotsNeedMention(fields),
            Confidence = fields.TextOrNull("confidence"),
            Sources = fields.Texts("sources") ?? [],
            Notes = fields.Texts("notes") ?? [],
        };
    }

    private static string[] Events(CatalogueObject fields, string[] covers)
    {
        var events = fields.Names("events") ?? [];
        if (covers.Length == 0 ? events.Length == 0 : events.Length > 0)
        {
            throw fields.Problem("events", covers.Length == 0
                ? "came none; a resource has at least one"
                : $"came {string.Join(", ", events)}; a resource that covers others has only eventAll");
        }

        return !events.Contains(WebhookCatalogue.All)
            ? events
            : throw fields.Problem("events", "came 'all', which stands for several events; list them in eventAll");
    }

    private static string[] EventsOfAll(CatalogueObject fields, string[] covers, string[] events)
    {
        var eventsOfAll = fields.Names("eventAll") ?? [];
        if (covers.Length == 0)
        {
            CheckAmong(fields, "eventAll", eventsOfAll, events);
        }
        else if (eventsOfAll.Length == 0)
        {
            throw fields.Problem("eventAll", "came none; a resource that covers others lists its events there");
        }

        return eventsOfAll;
    }

    private static string[] AddedEvents(CatalogueObject fields, string[] events)
    {
        var added = fields.Names("addedEvents") ?? [];
        CheckAmong(fields, "addedEvents", added, events);
        return added;
    }

    private static CatalogueFilter[] Filters(
        CatalogueObject fields, string resource, string[] covers, string[] events)
    {
        var filters = new List<CatalogueFilter>();
        foreach (var item in fields.Items("filters"))
        {
            if (covers.Length > 0)
            {
                throw fields.Problem("filters", "came some; a resource that covers others takes none");
            }

            var place = $"filters[{filters.Count}]";
            var filter = CatalogueFilterReader.Read(item, resource, place, events);
            if (filters.Exists(other => other.Name == filter.Name))
            {
                throw fields.Problem($"{place}.name", $"came '{filter.Name}', which is there already");
            }

            filters.Add(filter);
        }

        return [.. filters];
    }

    private static FrozenDictionary<string, FrozenSet<string>> WithheldByEvent(
        CatalogueObject? data, string[] withheld, string[] events)
    {
        if (data?.ObjectOrNull("withheldFor", events) is not { } byEvent)
        {
            return FrozenDictionary<string, FrozenSet<string>>.Empty;
        }

        return events
            .Select(name => (Name: name, More: byEvent.Texts(name)))
            .Where(entry => entry.More is not null)
            .ToFrozenDictionary(
                entry => entry.Name,
                entry => withheld.Concat(entry.More!).ToFrozenSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    private static OrgOwnership Ownership(CatalogueObject fields) => fields.TextOrNull("ownedByOrg") switch
    {
        null or "no" => OrgOwnership.No,
        "yes" => OrgOwnership.Yes,
        "required" => OrgOwnership.Required,
        var other => throw fields.Problem("ownedByOrg", $"came '{other}'; allowed are no, yes, required"),
    };

    private static BotMentionRule? BotsNeedMention(CatalogueObject fields) =>
        fields.ObjectOrNull("botsNeedMention", "mentions", "where", "is") is { } rule
            ? new BotMentionRule(rule.Text("mentions"), rule.Text("where"), rule.Text("is"))
            : null;

    private static void CheckCovers(CatalogueResource resource, Dictionary<string, CatalogueResource> resources)
    {
        var events = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in resource.Covers)
        {
            events.UnionWith(resources.GetValueOrDefault(name) is { IsWildcard: false } covered
                ? covered.Events
                : throw new CatalogueException(
                    resource.Name, "covers", $"came '{name}'; allowed are resources that cover no others"));
        }

        if (resource.IsWildcard && resource.EventsOfAll.FirstOrDefault(name => !events.Contains(name)) is { } unknown)
        {
            throw new CatalogueException(
                resource.Name, "eventAll", $"came '{unknown}'; allowed are {string.Join(", ", events)}");
        }
    }

    /// <summary>Refuses names that are not among the known ones.</summary>
    internal static void CheckAmong(CatalogueObject fields, string field, string[] names, string[] known)
    {
        if (Array.Find(names, name => !known.Contains(name)) is { } unknown)
        {
            throw fields.Problem(field, $"came '{unknown}'; allowed are {string.Join(", ", known)}");
        }
    }
}
