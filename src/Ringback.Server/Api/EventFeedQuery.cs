using Ringback.Events;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Ids;
using Ringback.Server.Http;

namespace Ringback.Server.Api;

/// <summary>
/// The parameters of the event feed: those of the Webex Events API, and for resource and type what the catalogue knows
/// beyond them.
/// </summary>
internal static class EventFeedQuery
{
    /// <summary>The only value of <c>serviceType</c>.</summary>
    public const string Calling = "calling";

    private const string OnlyWithServiceType = "convergedRecordings";

    private static readonly string[] WebexResources =
    [
        "attachmentActions", "businessTexts", "call_records", OnlyWithServiceType, "file_transcodings", "files",
        "meetingMessages", "meetings", "meetingTranscripts", "memberships", "messages", "rooms", "tabs",
    ];

    private static readonly string[] WebexTypes = ["created", "updated", "deleted", "ended"];

    /// <summary>The values of <c>resource</c>.</summary>
    public static IReadOnlyList<string> Resources(WebhookCatalogue catalogue) =>
        [.. WebexResources.Union(Concrete(catalogue).Select(resource => resource.Name))];

    /// <summary>The values of <c>type</c>.</summary>
    public static IReadOnlyList<string> Types(WebhookCatalogue catalogue) =>
        [.. WebexTypes.Union(Concrete(catalogue).SelectMany(resource => resource.Events))];

    /// <summary>Reads the parameters, and adds to the problems a sentence for each wrong one.</summary>
    public static EventQuery Read(
        HttpRequest request, string orgId, WebhookCatalogue catalogue, DateTimeOffset now, List<Problem> problems)
    {
        var from = Time(request, "from", problems);
        var to = Time(request, "to", problems);
        var resource = Word(request, "resource", Resources(catalogue), problems);
        if (to > now)
        {
            problems.Add(Problem.Of("to", $"must not be in the future; it is {WebexTimestamp.Format(now)}"));
        }

        if (from >= (to ?? now.AddMilliseconds(1)))
        {
            problems.Add(Problem.Of("from", to is null ? "must not be in the future" : "must be before to"));
        }

        CheckServiceType(request, problems);
        return new EventQuery
        {
            OrgId = orgId,
            Resource = resource,
            Type = Word(request, "type", Types(catalogue), problems),
            ActorId = ActorId(request, problems),
            From = from,
            Before = to ?? now.AddMilliseconds(1),
            Cursor = PageQuery.Cursor(request, problems),
            Limit = PageQuery.Max(request, problems),
        };
    }

    private static IEnumerable<CatalogueResource> Concrete(WebhookCatalogue catalogue) =>
        catalogue.Resources.Where(resource => !resource.IsWildcard);

    private static void CheckServiceType(HttpRequest request, List<Problem> problems)
    {
        var serviceType = PageQuery.Last(request, "serviceType");
        var isNeeded = PageQuery.Last(request, "resource") == OnlyWithServiceType;
        if (serviceType is not (null or Calling))
        {
            problems.Add(Problem.Of("serviceType", $"must be {Calling}; \"{Excerpt.Of(serviceType)}\" came"));
        }
        else if (isNeeded && serviceType is null)
        {
            problems.Add(Problem.Of("serviceType", $"must be {Calling} when resource is {OnlyWithServiceType}; none came"));
        }
        else if (!isNeeded && serviceType is not null)
        {
            problems.Add(Problem.Of("serviceType", $"is allowed only when resource is {OnlyWithServiceType}"));
        }
    }

    private static string? Word(
        HttpRequest request, string parameter, IReadOnlyList<string> allowed, List<Problem> problems)
    {
        var word = PageQuery.Last(request, parameter);
        if (word is not null && !allowed.Contains(word))
        {
            problems.Add(Problem.Of(
                parameter, $"\"{Excerpt.Of(word)}\" does not exist; allowed are {string.Join(", ", allowed)}"));
        }

        return word;
    }

    private static string? ActorId(HttpRequest request, List<Problem> problems)
    {
        var actorId = PageQuery.Last(request, "actorId");
        if (actorId?.Contains('\0') == true)
        {
            // A store would cut the text there, or refuse it.
            problems.Add(Problem.Of("actorId", "holds the character U+0000, which is not allowed in text"));
        }

        return actorId;
    }

    private static DateTimeOffset? Time(HttpRequest request, string parameter, List<Problem> problems)
    {
        if (PageQuery.Last(request, parameter) is not { } text)
        {
            return null;
        }

        // A plus sign that was not encoded arrives as a space.
        if (WebexTimestamp.TryParse(text.Replace(' ', '+'), out var time))
        {
            return time;
        }

        problems.Add(Problem.Of(parameter, $"must be a time such as 2026-01-31T12:00:00.000Z; \"{Excerpt.Of(text)}\" came"));
        return null;
    }
}
