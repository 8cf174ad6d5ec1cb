using System.Diagnostics;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;

namespace Ringback.Delivery.Telemetry;

/// <summary>Traces attempts: one activity each while somebody listens, as a part of the trace that published the event.</summary>
internal static class DeliveryTrace
{
    /// <summary>The source of the activities.</summary>
    public const string SourceName = "Ringback.Delivery";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the activity of an attempt; null when nobody wants it.</summary>
    public static Activity? Start(AttemptTarget target, DueDelivery delivery)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // Whoever happened to start this slot, a request that changed a webhook for one, is not the attempt's parent.
        Activity.Current = null;
        ActivityContext.TryParse(delivery.Event.TraceParent, null, isRemote: true, out var publish);
        return Source.StartActivity("attempt", ActivityKind.Client, publish)?
            .SetTag("ringback.webhook.id", delivery.WebhookId)
            .SetTag("ringback.delivery.id", delivery.DeliveryId)
            .SetTag("ringback.attempt.number", delivery.Attempts + 1)
            .SetTag("server.address", target.Callbacks?.Url.Host)
            .SetTag("server.port", target.Callbacks?.Url.Port);
    }

    /// <summary>Notes how an attempt ended.</summary>
    public static void End(Activity? activity, AttemptOutcome outcome)
    {
        activity?
            .SetTag("ringback.attempt.outcome", outcome.Kind)
            .SetTag("http.response.status_code", outcome.StatusCode)
            .SetStatus(outcome.IsDelivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, outcome.Describe());
    }
}
