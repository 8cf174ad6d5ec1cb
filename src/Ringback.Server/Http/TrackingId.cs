namespace Ringback.Server.Http;

/// <summary>Gives every response a <c>TrackingID</c> header, by which a user can ask about it; error bodies repeat it.</summary>
internal static class TrackingId
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "TrackingID";

    /// <summary>Adds the header, before anything else can answer.</summary>
    public static IApplicationBuilder UseTrackingId(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        context.TraceIdentifier = $"RINGBACK_{Guid.CreateVersion7(time.GetUtcNow()):N}";

        // Only when the response starts: the exception handler clears all headers that were set before it.
        context.Response.OnStarting(
            static state =>
            {
                var started = (HttpContext)state;
                started.Response.Headers[HeaderName] = started.TraceIdentifier;
                return Task.CompletedTask;
            },
            context);
        return next(context);
    });

    /// <summary>The tracking id of this response.</summary>
    public static string Of(HttpContext context) => context.TraceIdentifier;
}
