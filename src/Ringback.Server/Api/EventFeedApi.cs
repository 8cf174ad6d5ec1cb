using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Ringback.Access;
using Ringback.Events;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Contracts;

namespace Ringback.Server.Api;

/// <summary>The event feed, in the shape of the Webex Events API: <c>GET /v1/events</c> and one event of it.</summary>
internal static class EventFeedApi
{
    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapEventFeed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/events").RequireToken().WithTags("Events");
        group.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Features.Get<Principal>() is { } principal
            && (principal.Has(AccessScopes.ReadEvents) || principal.Has(AccessScopes.Administer))
                ? await next(context)
                : ApiError.Forbidden($"Missing required scope: {AccessScopes.ReadEvents}"));
        group.MapGet("/", List);
        group.MapGet("/{eventId}", Get);
        return group;
    }

    private static async Task<IResult> List(
        Caller caller, IEventLog events, WebhookCatalogue catalogue, TimeProvider time, HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<string>();
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
