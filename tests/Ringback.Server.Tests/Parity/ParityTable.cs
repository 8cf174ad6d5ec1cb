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

        What is the same as in the webhooks of Webex, what Ringback adds, and what differs and why. This page is generated
        from the catalogue and from the tests: each row of the sections 2.1 to 4.5 has at least one test that asks a running
        server. To write it anew after a change:

        ```
        RINGBACK_REGENERATE=1 ./test --filter-class '*ParityTableTests'
        ```

        Without that variable the same test fails when the page is stale.

        *same*: a client cannot tell the difference. *added*: what works in Webex works here, and more does. *differs*: the
        reason is given.
        """;

    private static readonly (string What, string Webex, string Parity, string Why)[] Beyond =
    [
        ("retries", "none are documented", "differs", "nine more tries over 23 hours, so that an endpoint that is down loses "
            + "nothing; none in the profile `webex`"),
        ("`Retry-After` of a receiver", "not documented", "added", "lengthens the wait on 429 and 503, up to 12 hours"),
        ("410 of a receiver", "not documented", "added", "makes the webhook inactive at once; the receiver said that it is gone"),
        ("deliveries of an inactive webhook", "lost", "differs", "held until it is active again; lost in the profile `webex`"),
        ("auto-disable", "100 failures within 5 minutes", "same", "a success in between starts the count again, except in the "
            + "profile `webex`"),
        ("status `inactive` by PUT", "not possible", "added", "the contract lists it; it pauses a webhook"),
        ("headers of a callback", "`X-Spark-Signature`, `TrackingID`", "added", "`webhook-id`, `webhook-timestamp`, "
            + "`webhook-signature` (Standard Webhooks), `Ringback-Event-Id`"),
        ("event `read`", "in no text of Webex", "added", "the contract lists it; sent only when a publisher publishes it"),
        ("`/v1/webhooks/{id}/settings`", "does not exist", "added", "how many callbacks may be under way at once"),
        ("`POST /v1/events`", "does not exist", "added", "how events come in: Ringback is told what happened, Webex knows"),
        ("`/v1/tokens`", "does not exist", "added", "tokens are made here; Webex has an OAuth service for it"),
        ("`/health/live`, `/health/ready`", "do not exist", "added", "probes for whoever runs the server"),
    ];

    /// <summary>The page.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        AppendCatalogue(text);
        AppendRows(text);
        text.Append("\n## Beyond the reference\n\n| what | Webex | Ringback | why |\n|---|---|---|---|\n");
        foreach (var (what, webex, parity, why) in Beyond)
        {
            AppendLine(text, what, webex, parity, why);
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
        text.Append("A filter marked with a B has one credible source, with a C it is inferred; `*` needs `ownedBy=org`.\n\n");
        text.Append("| resource | event | filters | Ringback | why |\n|---|---|---|---|---|\n");
        foreach (var resource in WebhookCatalogue.Webex.Resources)
        {
            foreach (var name in resource.RegistrableEvents)
            {
                var filters = resource.Filters
                    .Where(filter => name == WebhookCatalogue.All
                        ? filter.Events.Any(resource.AllStandsFor)
                        : filter.AppliesTo(name))
                    .Select(filter => Marked(filter, resource));
                var parity = name == "read" ? "added" : "same";
                AppendLine(text, resource.Name, name, string.Join(", ", filters.DefaultIfEmpty("none")), parity, Why(resource, name));
            }
        }
    }

    private static string Marked(CatalogueFilter filter, CatalogueResource resource)
    {
        var star = filter.NeedsOrgOwner ? "\\*" : "";
        var confidence = filter.Confidence is { } mark && mark != resource.Confidence ? $" ({mark})" : "";
        return $"{filter.Name}{star}{confidence}";
    }

    private static string Why(CatalogueResource resource, string name) =>
        name == WebhookCatalogue.All && !resource.IsWildcard
            ? $"stands for {string.Join(", ", resource.EventsOfAll)}"
            : name == "read" ? "in the contract, in no text of Webex: sent only when a publisher publishes it"
            : string.Join(" ", resource.Notes);

    private static void AppendRows(StringBuilder text)
    {
        var tests = Tests();
        foreach (var (section, title) in WebexRows.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section} {title}\n\n");
            text.Append("| what | Webex | Ringback | why | tests |\n|---|---|---|---|---|\n");
            foreach (var row in WebexRows.All.Where(row => row.Section == section))
            {
                var parity = row.Differs is not null ? "differs" : row.Added is not null ? "added" : "same";
                var shown = tests[(section, row.Name)].Select(test => test.Name.Replace('_', ' '));
                AppendLine(text, row.Name, row.Webex, parity, row.Differs ?? row.Added ?? "", string.Join("; ", shown));
            }
        }
    }

    private static void AppendLine(StringBuilder text, params IEnumerable<string> cells) =>
        text.Append('|').AppendJoin('|', cells.Select(cell => cell.Length == 0 ? " " : $" {cell.Replace("|", "\\|", StringComparison.Ordinal)} "))
            .Append("|\n");
}
