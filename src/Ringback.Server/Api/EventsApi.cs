using Ringback.Access;
using Ringback.Events;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>Publishing: <c>POST /v1/events</c> with one event, <c>{"items":[…]}</c>, or NDJSON.</summary>
internal static class EventsApi
{
    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/events").WithTags("Events");
        group.MapPost("/", Publish)
            .RequireScope(AccessScopes.Publish)
            .Describe("publishEvents", "Publish events",
                "Publishes one event or several. When one of several is wrong, none is published; when only its id was used for "
                + "another event, the others are published, and its item in the answer has an error.")
            .Reads(PublishBody.MaxBody, (MediaType.Json, [typeof(EventPublication), typeof(EventBatch)]),
                (MediaType.Ndjson, [typeof(EventPublication)]))
            .Answers<PublishedEventList>(StatusCodes.Status202Accepted)
            .Fails(400, 401, 403, 408, 409, 413, 415, 503);
        return group;
    }

    private static async Task<IResult> Publish(
        Caller caller, PublishBody body, EventPublisher publisher, UsedIds usedIds, CancellationToken cancellationToken) =>
        await publisher.PublishAsync(body.Drafts, caller.Principal, cancellationToken) switch
        {
            PublishResult.Published(var commits) => await AnswerAsync(commits, body.IsBatch, usedIds, cancellationToken),
            PublishResult.Invalid(var problems) => ApiError.Invalid(problems),
            _ => throw new InvalidOperationException("A result without an answer."),
        };

    private static async Task<IResult> AnswerAsync(
        IReadOnlyList<EventCommit> commits, bool isBatch, UsedIds usedIds, CancellationToken cancellationToken)
    {
        var items = new PublishedEvent[commits.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var commit = commits[i];
            var wrong = commit.IsDuplicate ? await usedIds.FindDifferenceAsync(commit, cancellationToken) : null;
            if (wrong is { } problem && !isBatch)
            {
                return ApiError.Conflict(problem.Text);
            }

            items[i] = wrong is { } refused
                ? new PublishedEvent(commit.Event.PublicId, 0, Error: new ErrorDescription(refused.Text))
                : new PublishedEvent(commit.Event.PublicId, commit.Matched, commit.IsDuplicate);
        }

        return new JsonAnswer<PublishedEventList>(new PublishedEventList(items), StatusCodes.Status202Accepted);
    }
}
