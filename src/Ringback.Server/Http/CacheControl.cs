using Microsoft.Extensions.Primitives;

namespace Ringback.Server.Http;

/// <summary>Says <c>Cache-Control: no-cache</c> as Webex does, unless a route has a better rule of its own.</summary>
internal static class CacheControl
{
    /// <summary>Adds the header to errors, and to every other answer that has none.</summary>
    public static IApplicationBuilder UseCacheControl(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(
            static state =>
            {
                var answered = (HttpContext)state;
                var response = answered.Response;
                if (ApiRoute.Covers(answered)
                    && (response.StatusCode >= StatusCodes.Status400BadRequest
                        || StringValues.IsNullOrEmpty(response.Headers.CacheControl)))
                {
                    response.Headers.CacheControl = "no-cache";
                }

                return Task.CompletedTask;
            },
            context);
        return next(context);
    });
}
