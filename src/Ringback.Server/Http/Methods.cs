namespace Ringback.Server.Http;

/// <summary>Lets <c>HEAD</c> ask wherever <c>GET</c> does; answers <c>OPTIONS</c> with the path's methods.</summary>
internal static class Methods
{
    /// <summary>Comes before routing, which then finds the route of <c>GET</c>; Kestrel drops the body.</summary>
    public static IApplicationBuilder UseMethods(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var method = context.Request.Method;
        if (HttpMethods.IsHead(method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        await next(context);
        context.Request.Method = method;
        if (context.Response.StatusCode != StatusCodes.Status405MethodNotAllowed || context.Response.HasStarted)
        {
            return;
        }

        context.Response.Headers.Allow = Complete(context.Response.Headers.Allow.ToString());
        if (HttpMethods.IsOptions(method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    });

    private static string Complete(string routes) => string.Join(", ",
        routes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(method => method == HttpMethods.Get ? [method, HttpMethods.Head] : (string[])[method])
            .Append(HttpMethods.Options)
            .Distinct());
}
