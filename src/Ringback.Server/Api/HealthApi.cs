using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ringback.Server.Http;

namespace Ringback.Server.Api;

/// <summary>Probes: <c>/health/live</c> says that the process answers, <c>/health/ready</c> that it can do its job.</summary>
internal static class HealthApi
{
    private const string ContentType = $"{MediaType.Text}; charset=utf-8";

    /// <summary>Adds what is asked before it says that it is ready.</summary>
    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks().AddCheck<Readiness>("ready");

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", static _ => false, static _ => "live");
        Map(routes, "/health/ready", static _ => true, static report => report.Status == HealthStatus.Healthy
            ? "ready"
            : $"not ready: {report.Entries.Values.First().Description}");
    }

    private static void Map(
        IEndpointRouteBuilder routes, string path, Func<HealthCheckRegistration, bool> asks, Func<HealthReport, string> word) =>
        routes
            .MapHealthChecks(path, new HealthCheckOptions
            {
                Predicate = asks,
                AllowCachingResponses = true, // which only means that the header is set like everywhere else
                ResponseWriter = (context, report) =>
                {
                    var text = System.Text.Encoding.UTF8.GetBytes(word(report));
                    context.Response.ContentType = ContentType;
                    context.Response.ContentLength = text.Length;
                    return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
                },
            })
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .WithApiConventions();
}
