using System.Text.Json;

namespace Ringback.Protocol.Catalogue;

/// <summary>Reads one filter of a catalogue file.</summary>
internal static class CatalogueFilterReader
{
    /// <summary>The filter; its path is by default its name, its events all those of the resource.</summary>
    public static CatalogueFilter Read(JsonElement json, string resource, string place, string[] resourceEvents)
    {
        var fields = CatalogueObject.Of(
            json, resource, place, "name", "kind", "path", "values", "events", "orActor", "me", "needsOrgOwner",
            "selectivity", "confidence");
        var name = fields.Name("name");
        var kind = Kind(fields);
        var events = fields.Names("events") ?? resourceEvents;
        CatalogueReader.CheckAmong(fields, "events", events, resourceEvents);

        return new CatalogueFilter
        {
            Name = name,
            Kind = kind,
            Path = Path(fields, name),
            Values = Values(fields, kind),
            Events = events,
            OrActor = FlagOfIds(fields, "orActor", kind),
            Me = FlagOfIds(fields, "me", kind),
            NeedsOrgOwner = fields.Flag("needsOrgOwner"),
            Selectivity = fields.Number("selectivity", 0, 100) ?? UsualSelectivity(kind),
            Confidence = fields.TextOrNull("confidence"),
        };
    }

    private static FilterKind Kind(CatalogueObject fields) => fields.Text("kind") switch
    {
        "id" => FilterKind.Id,
        "email" => FilterKind.Email,
        "text" => FilterKind.Text,
        "enum" => FilterKind.Enum,
        "boolean" => FilterKind.Boolean,
        "nonEmpty" => FilterKind.NonEmpty,
        "list" => FilterKind.List,
        var other => throw fields.Problem(
            "kind", $"came '{other}'; allowed are id, email, text, enum, boolean, nonEmpty, list"),
    };

    private static string[] Path(CatalogueObject fields, string name)
    {
        var path = (fields.TextOrNull("path") ?? name).Split('.');
        return !path.Contains("")
            ? path
            : throw fields.Problem(
                "path", $"came '{string.Join('.', path)}'; allowed are field names with dots between them");
    }

    private static string[] Values(CatalogueObject fields, FilterKind kind)
    {
        var values = fields.Texts("values") ?? [];
        if (kind == FilterKind.Enum ? values.Length == 0 : values.Length > 0)
        {
            throw fields.Problem("values", kind == FilterKind.Enum
                ? "came none; a filter of kind enum lists at least one"
                : $"came {string.Join(", ", values)}; only a filter of kind enum has values");
        }

        return values;
    }

    private static bool FlagOfIds(CatalogueObject fields, string field, FilterKind kind) =>
        fields.Flag(field) && (kind is FilterKind.Id or FilterKind.List
            ? true
            : throw fields.Problem(field, "came true; only a filter of kind id or list has it"));

    private static int UsualSelectivity(FilterKind kind) => kind switch
    {
        FilterKind.Id => 80,
        FilterKind.Email => 70,
        FilterKind.List => 60,
        FilterKind.Text => 50,
        FilterKind.Enum => 20,
        _ => 10,
    };
}
