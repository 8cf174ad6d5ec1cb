using Ringback.Server.Http;
using Scalar.AspNetCore;

namespace Ringback.Server.OpenApi;

/// <summary>The reference page at <c>/docs</c>: complete without a network, since it loads from here only.</summary>
internal static class ReferencePage
{
    private const string Route = "/docs";

    // The browser itself refuses everything that is not ours: scripts, fonts, pictures, and requests by the page.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "font-src 'self' data:; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page and its assets.</summary>
    public static IEndpointConventionBuilder MapReferencePage(this IEndpointRouteBuilder routes) => routes
        .MapScalarApiReference(Route, page => page
            .WithTitle("Ringback API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .AddDocument("v1")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .HideDeveloperTools()
            .HideClientButton()
            .DisableAgent()
            .DisableMcp())
        .AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return await next(context);
        })
        .WithApiConventions();
}
