using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Json;
using Ringback.Server.Http;

namespace Ringback.Server.OpenApi;

/// <summary>The description of the API, OpenAPI 3.1, at <c>/openapi/v1.json</c>: made of the routes.</summary>
internal static class ApiDescription
{
    /// <summary>The path that all paths of the description are relative to.</summary>
    public const string Prefix = "/v1";

    private const string Scheme = "bearerAuth";
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>Adds what makes the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => RingbackJson.Apply(json.SerializerOptions));
        services.AddSingleton<DescriptionDocument>();
        return services.AddOpenApi(DescriptionDocument.Name, description =>
        {
            description.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            description.CreateSchemaReferenceId = static type =>
                type.Type == typeof(JsonElement) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            description.ShouldInclude = static route =>
                route.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true && route.HttpMethod != HttpMethods.Head;
            description.AddSchemaTransformer(static (schema, context, _) =>
            {
                var catalogue = context.ApplicationServices.GetRequiredService<WebhookCatalogue>();
                WireSchemas.Complete(schema, context.JsonTypeInfo, catalogue);
                return Task.CompletedTask;
            });
            description.AddDocumentTransformer(static (document, _, _) =>
            {
                Complete(document);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps the route: there is one description, and any other name is nowhere.</summary>
    public static IEndpointConventionBuilder MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"/openapi/{DescriptionDocument.Name}.json", static async (
            HttpRequest request, DescriptionDocument description) =>
            TypedResults.Bytes(await description.GetAsync(request.PathBase), ContentType))
            .WithApiConventions();

    private static void Complete(OpenApiDocument document)
    {
        var version = typeof(ApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        document.Info = new OpenApiInfo
        {
            Title = "Ringback",
            Version = version?.InformationalVersion.Split('+')[0] ?? "0",
            Description = "Webhooks with the API of the Cisco Webex Webhooks API. All routes work without /v1 too.",
        };
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        foreach (var schema in components.Schemas?.Values ?? [])
        {
            WireSchemas.Unwrap(schema);
        }

        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            AnswerHeaders.Complete(operation);
        }

        MovePrefix(document);
    }

    // Paths are relative to /v1, as in Webex's own description. The server is whichever gave the description, by whatever name
    // it was asked: one document serves all.
    private static void MovePrefix(OpenApiDocument document)
    {
        document.Servers = [new OpenApiServer { Url = Prefix }];
        var moved = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            moved.Add(path[Prefix.Length..], item);
        }

        document.Paths = moved;
    }
}
