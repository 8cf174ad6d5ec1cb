using System.Text.Json;
using Ringback.Access;
using Ringback.Events;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>Publishing: <c>POST /v1/events</c> with one event, <c>{"items":[…]}</c>, or NDJSON.</summary>
internal static class EventsApi
{
    private const long MaxSingle = 1024 * 1024;
    private const long MaxBatch = 16 * MaxSingle;
    private const int MaxItems = 1000;
    private const string Ndjson = "application/x-ndjson";

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/events").RequireToken().WithTags("Events");
        group.MapPost("/", Publish)
            .Describe("publishEvents", "Publish events",
                "Publishes one event or several: all of them or none.")
            .Reads(JsonBody.Json, typeof(EventPublication), typeof(EventBatch))
            .Reads(Ndjson, typeof(EventPublication))
            .Answers<PublishedEventList>(StatusCodes.Status202Accepted)
            .Fails(400, 401, 403, 413, 415, 503);
        return group;
    }

    private static async Task<IResult> Publish(
        Caller caller, EventPublisher publisher, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Principal.Has(AccessScopes.Publish))
        {
            return ApiError.Forbidden($"Missing required scope: {AccessScopes.Publish}");
        }

        var isNdjson = request.ContentType?.Split(';')[0].Trim()
            .Equals(Ndjson, StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isNdjson && !request.HasJsonContentType())
        {
            return ApiError.UnsupportedMediaType(request.ContentType, $"{JsonBody.Json} or {Ndjson}");
        }

        var body = await JsonBody.ReadBytesAsync(request, MaxBatch, cancellationToken);
        var documents = new List<JsonDocument>();
        try
        {
            var elements = isNdjson ? Lines(body, documents) : Items(body, documents);
            if (elements.Count is 0 or > MaxItems)
            {
                return ApiError.Invalid($"A request carries 1 to {MaxItems} events; {elements.Count} came");
            }

            return Answer(await publisher.PublishAsync(Drafts(elements), caller.Principal, cancellationToken));
        }
        finally
        {
            documents.ForEach(document => document.Dispose());
        }
    }

    private static IResult Answer(PublishResult result) => result switch
    {
        PublishResult.Published(var commits) => new JsonAnswer<PublishedEventList>(
            new PublishedEventList([.. commits.Select(commit =>
                new PublishedEvent(commit.Event.PublicId, commit.Matched, commit.IsDuplicate))]), StatusCodes.Status202Accepted),
        PublishResult.Invalid(var problems) => ApiError.Invalid(problems),
        _ => throw new InvalidOperationException("A result without an answer."),
    };

    private static List<JsonElement> Items(byte[] body, List<JsonDocument> documents)
    {
        var document = JsonBody.Parse(body, "The request body");
        documents.Add(document);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetMember("items", out var items))
        {
            return items.ValueKind == JsonValueKind.Array
                ? [.. items.EnumerateArray()]
                : throw new RequestRefusedException(ApiError.Invalid("items must be an array of events"));
        }

        return body.Length <= MaxSingle
            ? [root]
            : throw new RequestRefusedException(ApiError.TooLarge(MaxSingle));
    }

    private static List<JsonElement> Lines(byte[] body, List<JsonDocument> documents)
    {
        var number = 0;
        for (var start = 0; start < body.Length;)
        {
            var length = body.AsSpan(start).IndexOf((byte)'\n');
            length = length < 0 ? body.Length - start : length;
            number++;
            if (body.AsSpan(start, length).ContainsAnyExcept(" \t\r"u8))
            {
                documents.Add(JsonBody.Parse(body.AsMemory(start, length), $"Line {number}"));
            }

            start += length + 1;
        }

        return [.. documents.Select(document => document.RootElement)];
    }

    private static List<EventDraft> Drafts(List<JsonElement> elements)
    {
        var drafts = new List<EventDraft>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            var path = elements.Count == 1 ? "" : $"items[{i}].";
            if (elements[i].ValueKind != JsonValueKind.Object)
            {
                throw new RequestRefusedException(ApiError.Invalid(
                    elements.Count == 1 ? "An event must be a JSON object" : $"items[{i}] must be an object"));
            }

            var fields = new JsonFields(elements[i], path);
            drafts.Add(new EventDraft
            {
                Id = fields.Text("id"),
                Resource = fields.Text("resource"),
                Type = fields.Text("type"),
                OrgId = fields.Text("orgId"),
                ActorId = fields.Text("actorId"),
                Created = fields.Time("created"),
                Data = fields.Value("data"),
                VisibleTo = fields.Texts("visibleTo"),
                Problems = fields.Problems,
            });
        }

        return drafts;
    }
}
