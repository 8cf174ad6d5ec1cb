using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ringback.Delivery.Schedule;
using Ringback.Hosting;
using Ringback.Installation;

namespace Ringback.Server.Api;

/// <summary>Whether the process can do its job: deliver, and commit events that are published.</summary>
internal sealed class Readiness(RingbackEngine engine, IDeliveryStore store, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan LongestWithoutBeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (engine.SinceLastBeat > LongestWithoutBeat)
        {
            return HealthCheckResult.Unhealthy("the delivery loop has stopped");
        }

        try
        {
            await store.ProbeAsync(cancellationToken).WaitAsync(ProbeTimeout, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is StoreUnavailableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("the store cannot commit");
        }
    }
}
