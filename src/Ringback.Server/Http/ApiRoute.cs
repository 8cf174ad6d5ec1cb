using Microsoft.AspNetCore.Diagnostics;

namespace Ringback.Server.Http;

/// <summary>Marks routes for which the conventions of the API hold; others, such as those of a page, are left alone.</summary>
internal static class ApiRoute
{
    /// <summary>
    /// Makes routes the API's: errors in JSON, <c>HEAD</c> wherever <c>GET</c> is, <c>OPTIONS</c>, <c>Accept</c>, CORS, no cache.
    /// </summary>
    public static TBuilder WithApiConventions<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(static endpoint =>
        {
            endpoint.Metadata.Add(Mark.Instance);
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { } methods
                && methods.HttpMethods.Contains(HttpMethods.Get)
                && !methods.HttpMethods.Contains(HttpMethods.Head))
            {
                // Kestrel drops the body.
                endpoint.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
            }

            if (endpoint is RouteEndpointBuilder { RoutePattern: var pattern })
            {
                endpoint.ApplicationServices.GetRequiredService<ApiPaths>().Add(pattern);
            }
        });
        return routes;
    }

    /// <summary>
    /// Whether the conventions hold for a request, once it is routed; also for a path below the API's that nobody has mapped.
    /// </summary>
    public static bool Covers(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) switch
        {
            null => context.RequestServices.GetRequiredService<ApiPaths>().HasRoot(context.Request.Path),
            RouteEndpoint route => route.Metadata.GetMetadata<Mark>() is not null,

            // The framework's own, for a wrong method on a path that is there.
            _ => context.RequestServices.GetRequiredService<ApiPaths>().Has(context.Request.Path),
        };

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
