using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Ringback.Access;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>The event feed, in the shape of the Webex Events API: <c>GET /v1/events</c> and one event of it.</summary>
internal static class EventFeedApi
{
    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapEventFeed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/events").RequireScope(AccessScopes.ReadEvents, AccessScopes.Administer)
            .WithTags("Events");
        group.MapGet("/", List)
            .Describe("listEvents", "List events",
                "Lists the events of the caller's org, newest first, a page at a time.")
            .WordQuery("resource", "Only events of this resource.",
                static services => EventFeedQuery.Resources(services.GetRequiredService<WebhookCatalogue>()))
            .WordQuery("type", "Only events of this type.",
                static services => EventFeedQuery.Types(services.GetRequiredService<WebhookCatalogue>()))
            .Query("actorId", "Only events that this person caused.")
            .TimeQuery("from", "Only events that were created then or later.")
            .TimeQuery("to", "Only events that were created before. Not in the future; now when it is left out.")
            .WordQuery("serviceType", "Needed with, and only allowed with, the resource convergedRecordings.",
                static _ => [EventFeedQuery.Calling])
            .PageQueries(PageQuery.DefaultMax, PageQuery.LargestMax)
            .Answers<EventList>()
            .Fails(400, 401, 403, 503);
        group.MapGet("/{eventId}", Get)
            .Describe("getEventDetails", "Get event details",
                "Shows an event.")
            .Path("eventId", "The event's id, chosen by its publisher or made by the server.")
            .Answers<EventRecord>()
            .Fails(401, 403, 404, 503);
        return group;
    }

    private static async Task<IResult> List(
        Caller caller, IEventLog events, WebhookCatalogue catalogue, TimeProvider time, HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var query = EventFeedQuery.Read(request, caller.Principal.OrgId, catalogue, time.GetMillisecond(), problems);
        if (problems.Count > 0)
        {
            return ApiError.Invalid(problems);
        }

        var page = await events.ListEventsAsync(query, cancellationToken);
        if (page.Next is { } next)
        {
            NextPage.Link(request, PageQuery.ToCursor(next), query.Limit);
        }

        return new JsonAnswer<EventList>(new EventList([.. page.Items.Select(ToWire)]));
    }

    private static async Task<IResult> Get(
        Caller caller, IEventLog events, HttpRequest request, CancellationToken cancellationToken)
    {
        var id = LastSegment(request);
        return !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            && await events.FindEventAsync(caller.Principal.OrgId, id, cancellationToken) is { } found
                ? new JsonAnswer<EventRecord>(ToWire(found))
                : ApiError.NotFound("event");
    }

    // A chosen id may hold a slash, which a route value keeps encoded and so cannot be told from the text "%2F".
    private static string LastSegment(HttpRequest request)
    {
        var path = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', '#')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static EventRecord ToWire(WebhookEvent webhookEvent) => new()
    {
        Id = webhookEvent.PublicId,
        Resource = webhookEvent.Resource,
        Type = webhookEvent.Type,
        ActorId = webhookEvent.ActorId,
        OrgId = webhookEvent.OrgId,
        Created = webhookEvent.Created,
        Data = JsonElement.Parse(webhookEvent.Data),
    };
}
