using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Ringback.Protocol.Records;
using Ringback.Server.Http;

namespace Ringback.Server.OpenApi;

/// <summary>
/// What routes say about themselves in the description of the API. Bodies and queries are not bound by the framework, so that
/// every mistake can be named at once; what is read is therefore told here.
/// </summary>
internal static class OperationDescription
{
    /// <summary>Names the operation, and says in a few words and in a sentence what it does.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder route, string operationId, string summary, string description) =>
        route.WithSummary(summary).WithDescription(description)
            .Change(operation => operation.OperationId = operationId);

    /// <summary>Says what it answers when all is well; JSON is refused to those who do not take it.</summary>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder route, int status = StatusCodes.Status200OK, string mediaType = MediaType.Json) =>
        mediaType == MediaType.Json
            ? route.Produces<T>(status, mediaType).Fails(StatusCodes.Status406NotAcceptable)
            : route.Produces<T>(status, mediaType);

    /// <summary>Says with which statuses it fails; all have the same body.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<ErrorBody>(status, MediaType.Json);
        }

        return route;
    }

    /// <summary>Says that its body is a request record, and how long the body may be.</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder route, int limit) =>
        route.Reads(limit, (MediaType.Json, [typeof(T)]));

    /// <summary>Says what its body holds, for each media type one of some types, and how long it may be.</summary>
    public static RouteHandlerBuilder Reads(
        this RouteHandlerBuilder route, int limit, params (string MediaType, Type[] Types)[] bodies) => route
        .WithMetadata(new BodyLimit(limit))
        .AddEndpointFilter(static (context, next) =>
            context.Arguments.OfType<IRefusable>().FirstOrDefault()?.Refusal is { } refusal
                ? ValueTask.FromResult<object?>(refusal)
                : next(context))
        .AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var content = new Dictionary<string, OpenApiMediaType>();
            foreach (var (mediaType, types) in bodies)
            {
                var schemas = new List<IOpenApiSchema>();
                foreach (var type in types)
                {
                    context.Document!.AddComponent(
                        type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
                    schemas.Add(new OpenApiSchemaReference(type.Name, context.Document));
                }

                content[mediaType] = new OpenApiMediaType
                {
                    Schema = schemas is [var only] ? only : new OpenApiSchema { OneOf = schemas },
                };
            }

            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        });

    /// <summary>Tells a parameter of the query.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string description) =>
        route.Query(name, description, static _ => new OpenApiSchema { Type = JsonSchemaType.String });

    /// <summary>Tells a parameter of the query that is a time.</summary>
    public static RouteHandlerBuilder TimeQuery(this RouteHandlerBuilder route, string name, string description) =>
        route.Query(name, description, static _ => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "date-time",
        });

    /// <summary>Tells a parameter of the query that is one of some words.</summary>
    public static RouteHandlerBuilder WordQuery(
        this RouteHandlerBuilder route, string name, string description,
        Func<IServiceProvider, IReadOnlyList<string>> words) =>
        route.Query(name, description, services => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. words(services).Select(word => JsonValue.Create(word))],
        });

    /// <summary>Tells the parameters that every list has.</summary>
    public static RouteHandlerBuilder PageQueries(this RouteHandlerBuilder route, int defaultMax, int largestMax) =>
        route.Query("max", $"How many items a page has at most; more than {largestMax} counts as {largestMax}.",
            _ => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Default = JsonValue.Create(defaultMax),
                Minimum = "1",
            })
        .Query("cursor", "Where the page begins; only as the Link header of the page before gives it.");

    /// <summary>Tells a parameter of the path that no handler's parameter tells.</summary>
    public static RouteHandlerBuilder Path(this RouteHandlerBuilder route, string name, string description) => route
        .Change(operation => (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }));

    private static RouteHandlerBuilder Query(
        this RouteHandlerBuilder route, string name, string description,
        Func<IServiceProvider, OpenApiSchema> schema) =>
        route.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = description,
                Schema = schema(context.ApplicationServices),
            });
            return Task.CompletedTask;
        });

    private static RouteHandlerBuilder Change(this RouteHandlerBuilder route, Action<OpenApiOperation> change) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            change(operation);
            return Task.CompletedTask;
        });
}
