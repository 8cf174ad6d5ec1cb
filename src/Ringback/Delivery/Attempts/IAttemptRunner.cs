using Ringback.Delivery.Schedule;
using Ringback.Webhooks;

namespace Ringback.Delivery.Attempts;

/// <summary>Makes attempts: all that the schedule has to know of how a delivery is sent.</summary>
internal interface IAttemptRunner
{
    /// <summary>Prepares what all attempts of a webhook have in common; it does not throw.</summary>
    AttemptTarget Prepare(RegisteredWebhook webhook);

    /// <summary>Attempts a delivery once; null when it was abandoned, which leaves it pending.</summary>
    Task<OutcomeCommit?> RunAsync(AttemptTarget target, DueDelivery delivery, CancellationToken abandon);
}
