namespace Ringback.Server.Http;

/// <summary>Answers <c>OPTIONS</c> with the methods of the path, and tells all of them when the method is wrong.</summary>
internal static class HeadAndOptions
{
    /// <summary>Completes what routing answers to a method that the path has not.</summary>
    public static IApplicationBuilder UseHeadAndOptions(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status405MethodNotAllowed
            || context.Response.HasStarted
            || !ApiRoute.Covers(context))
        {
            return;
        }

        var methods = context.Response.Headers.Allow.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        context.Response.Headers.Allow = string.Join(", ", methods.Order(StringComparer.Ordinal).Append(HttpMethods.Options).Distinct());
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    });
}
