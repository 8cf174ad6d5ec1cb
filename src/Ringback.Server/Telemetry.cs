using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Ringback.Delivery.Telemetry;
using Ringback.Events;
using Ringback.Server.Http;
using Ringback.Storage;
using Ringback.Webhooks.Registry;

namespace Ringback.Server;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics and traces over OTLP when an endpoint is set.</summary>
internal static class Telemetry
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AspNetCore = "Microsoft.AspNetCore";

    private static readonly string[] Meters =
    [
        PublishMetrics.MeterName, DeliveryMetrics.MeterName, WebhookGauges.MeterName, StorageMetrics.MeterName,
        "System.Runtime",
    ];

    /// <summary>Adds the collection. Traces cost something on each event, so there are none without an endpoint.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var hasOtlp = !string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ringback"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddPrometheusExporter();
                if (hasOtlp)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (hasOtlp)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(AspNetCore, PublishTrace.SourceName, DeliveryTrace.SourceName)
                .AddOtlpExporter());
        }
    }

    /// <summary>Maps the page for Prometheus; it needs no token, and tells figures but no names.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics")
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .WithApiConventions();
}
