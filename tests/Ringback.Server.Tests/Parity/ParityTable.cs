using System.Globalization;
using System.Reflection;
using System.Text;
using Ringback.Protocol.Catalogue;

namespace Ringback.Server.Tests.Parity;

/// <summary>Writes docs/webex-parity.md: from the catalogue, the rows of the reference and the tests that show them.</summary>
internal static class ParityTable
{
    private const string Head = """
        # Ringback and Webex

        What is the same as in the webhooks of Webex, what is added, and what differs and why. What Webex does is taken from its
        public documentation, its SDKs and well-known clients.

        - **same**: a client cannot tell the difference.
        - **added**: what works in Webex works here, and more does.
        - **differs**: on purpose; the reason is given. Much of it is as in Webex in the [profile](profiles.md) `webex`.
        - **unknown**: Webex does not say what it does; what Ringback does is given.

        The page is generated from the catalogue and from the tests. Each row of the sections from the envelope to access names
        the tests that ask a running server for it; each event and filter of the first table is registered and matched by a test
        of its own. The build fails when the page is stale. To write it anew:

        ```
        RINGBACK_REGENERATE=1 ./test --filter-class '*ParityTableTests'
        ```
        """;

    /// <summary>The page.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        AppendCatalogue(text);
        AppendRows(text);
        text.Append("\n## Beyond what Webex documents\n\n| what | Webex | Ringback | how |\n|---|---|---|---|\n");
        foreach (var row in BeyondWebex.Rows)
        {
            AppendLine(text, row.Name, row.Webex, Word(row), row.Differs ?? row.Added ?? "");
        }

        return text.ToString();
    }

    /// <summary>The tests that show a row, by the row.</summary>
    public static ILookup<(string Section, string Row), MethodInfo> Tests() => typeof(ParityTable).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<WebexRowAttribute>().Select(row => (row, method)))
        .OrderBy(pair => pair.method.Name, StringComparer.Ordinal)
        .ToLookup(pair => (pair.row.Section, pair.row.Row), pair => pair.method);

    private static void AppendCatalogue(StringBuilder text)
    {
        text.Append("\n## Resources, events and filters\n\n");
        text.Append("`*`: the filter needs `ownedBy=org`. (B): one credible source. (C): inferred.\n\n");
        text.Append("| resource | events | filters | Ringback |\n|---|---|---|---|\n");
        foreach (var resource in WebhookCatalogue.Webex.Resources)
        {
            var events = resource.IsWildcard ? resource.RegistrableEvents : resource.Events;
            foreach (var alike in events.GroupBy(name => (Filters(resource, name), Word(resource, name))))
            {
                AppendLine(text, resource.Name, string.Join(", ", alike), alike.Key.Item1, alike.Key.Item2);
            }

            if (!resource.IsWildcard && resource.EventsOfAll.Count > 0)
            {
                AppendLine(text, resource.Name, $"all: {string.Join(", ", resource.EventsOfAll)}",
                    Filters(resource, WebhookCatalogue.All), Word(resource, WebhookCatalogue.All));
            }
        }

        text.Append("\nNotes:\n\n");
        foreach (var notes in WebhookCatalogue.Webex.Resources.Where(resource => resource.Notes.Count > 0)
            .GroupBy(resource => string.Join(" ", resource.Notes), resource => resource.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {string.Join(", ", notes)}: {notes.Key}\n");
        }
    }

    private static string Filters(CatalogueResource resource, string name) => string.Join(", ", resource.Filters
        .Where(filter => name == WebhookCatalogue.All
            ? filter.Events.Any(resource.AllStandsFor)
            : filter.AppliesTo(name))
        .Select(filter => Marked(filter, resource))
        .DefaultIfEmpty("none"));

    private static string Marked(CatalogueFilter filter, CatalogueResource resource)
    {
        var star = filter.NeedsOrgOwner ? "\\*" : "";
        var confidence = filter.Confidence is { } mark && mark != resource.Confidence ? $" ({mark})" : "";
        return $"{filter.Name}{star}{confidence}";
    }

    private static string Word(CatalogueResource resource, string name) =>
        resource.AddedEvents.Contains(name) ? "added: the contract lists it"
        : resource.Confidence == "A" ? "same"
        : "unknown: see the note";

    private static void AppendRows(StringBuilder text)
    {
        var tests = Tests();
        foreach (var (section, title) in WebexRows.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
            text.Append("| what | Webex | Ringback | how | tests |\n|---|---|---|---|---|\n");
            foreach (var row in WebexRows.All.Where(row => row.Section == section))
            {
                var shown = tests[(section, row.Name)].Select(test => test.Name.Replace('_', ' '));
                AppendLine(text, row.Name, row.Webex, Word(row), row.Differs ?? row.Added ?? "", string.Join("; ", shown));
            }
        }
    }

    private static string Word(WebexRow row) =>
        row.Differs is not null ? "differs" : row.Added is not null ? "added" : "same";

    private static void AppendLine(StringBuilder text, params IEnumerable<string> cells) => text
        .Append('|')
        .AppendJoin('|', cells.Select(cell =>
            cell.Length == 0 ? " " : $" {cell.Replace("|", "\\|", StringComparison.Ordinal)} "))
        .Append("|\n");
}
