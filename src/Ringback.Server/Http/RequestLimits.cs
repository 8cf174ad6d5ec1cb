using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>Bounds what all requests together take: memory for bodies, connections.</summary>
internal static class RequestLimits
{
    private const long MaxUnread = 128 * 1024;

    /// <summary>Adds the bounds to the server that is being built.</summary>
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<RequestOptions, RequestOptionsValidator>()
            .BindConfiguration(RequestOptions.SectionName);
        builder.Services.AddSingleton<IValidateOptions<RequestOptions>, RequestOptionsCrossValidator>();
        builder.Services.AddSingleton<RequestMemory>();
        builder.Services.AddSingleton<RequestBodies>();
        builder.Services.AddSingleton<ConnectionLimit>();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            // What came and was not asked for yet: it is held for each connection, and by nobody's account.
            kestrel.Limits.MaxRequestBufferSize = MaxUnread;
            var limit = kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>();
            var time = kestrel.ApplicationServices.GetRequiredService<TimeProvider>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint
                .Use(next => connection => limit.RunAsync(connection, next))
                .Use(next => connection => HalfClose.RunAsync(connection, next, time)));
        });
    }

    /// <summary>Lets connections be idle only between requests; comes first.</summary>
    public static IApplicationBuilder UseConnectionLimit(this IApplicationBuilder app)
    {
        var limit = app.ApplicationServices.GetRequiredService<ConnectionLimit>();
        return app.Use(next => context => limit.HandleAsync(context, next));
    }
}
