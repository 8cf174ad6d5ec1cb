using Microsoft.AspNetCore.Http.HttpResults;
using Ringback.Delivery.Schedule;
using Ringback.Hosting;
using Ringback.Installation;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>Probes: <c>/health/live</c> says that the process answers, <c>/health/ready</c> that it can do its job.</summary>
internal static class HealthApi
{
    private const string Text = "text/plain";

    private static readonly TimeSpan LongestWithoutBeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", () => TypedResults.Text("live"))
            .Describe("getLiveness", "Get liveness",
                "Says that the process answers.")
            .Answers<string>(mediaType: Text);
        group.MapGet("/ready", Ready)
            .Describe("getReadiness", "Get readiness",
                "Says whether it can do its job.")
            .Answers<string>(mediaType: Text)
            .Answers<string>(StatusCodes.Status503ServiceUnavailable, Text);
        return group;
    }

    private static async Task<IResult> Ready(
        RingbackEngine engine, IDeliveryStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (engine.SinceLastBeat > LongestWithoutBeat)
        {
            return NotReady("the delivery loop has stopped");
        }

        try
        {
            await store.ProbeAsync(cancellationToken).WaitAsync(ProbeTimeout, time, cancellationToken);
            return TypedResults.Text("ready");
        }
        catch (Exception error) when (error is StoreUnavailableException or TimeoutException)
        {
            return NotReady("the store cannot commit");
        }
    }

    private static ContentHttpResult NotReady(string reason) =>
        TypedResults.Text($"not ready: {reason}", statusCode: StatusCodes.Status503ServiceUnavailable);
}
