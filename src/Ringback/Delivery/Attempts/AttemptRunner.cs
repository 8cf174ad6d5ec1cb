using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Telemetry;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Webhooks;

namespace Ringback.Delivery.Attempts;

/// <summary>Makes one attempt: composes, sends, and judges what the outcome means for the delivery.</summary>
internal sealed partial class AttemptRunner(
    CallbackComposer composer, ICallbackSender sender, IOptions<DeliveryOptions> options, TimeProvider time,
    Func<double> chance, ILogger<AttemptRunner> logger, DeliveryMetrics? metrics = null)
    : IAttemptRunner
{
    // A resolver that tries a silent name server a few times may give up before the attempt does.
    private const int SlowLookup = 4;

    private readonly RetrySchedule _retries = new(options.Value);

    /// <inheritdoc/>
    public AttemptTarget Prepare(RegisteredWebhook webhook)
    {
        try
        {
            var callbacks = new CallbackTarget(webhook);
            return new AttemptTarget(webhook, $"{callbacks.Url.IdnHost}:{callbacks.Url.Port}", callbacks);
        }
        catch (UriFormatException bug)
        {
            // It was taken when the webhook was made. Its deliveries fail as ours, one by one, and keep nobody else waiting.
            Log.Unusable(logger, bug, webhook.Id);
            return new AttemptTarget(webhook, webhook.TargetUrl, null);
        }
    }

    /// <inheritdoc/>
    public async Task<OutcomeCommit?> RunAsync(AttemptTarget target, DueDelivery delivery, CancellationToken abandon)
    {
        var startedAt = time.GetMillisecond();
        var started = time.GetTimestamp();
        var activity = StartTrace(target, delivery);
        SendResult result;
        try
        {
            var callbacks = target.Callbacks ?? throw new InvalidOperationException("The target URL cannot be called.");
            var callback = composer.Compose(callbacks, delivery, activity?.Id ?? delivery.Event.TraceParent);
            result = await sender.SendAsync(callback, abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception bug)
        {
            // A slot must never be lost to a bug of ours: the delivery has an outcome, and is tried again.
            Excuse(bug, delivery);
            var fault = bug is OutOfMemoryException ? OwnFault.Memory : OwnFault.Bug;
            result = new SendResult { Outcome = new AttemptOutcome.OwnFailure(fault) };
        }

        // Crash point 3: it was sent and that is not recorded, so it is sent again after a restart: at least once.
        var outcome = ToCommit(target.Webhook.Version, delivery, result, startedAt, time.GetElapsedTime(started));
        Tell(target, result.Outcome, outcome, activity);
        return outcome;
    }

    private OutcomeCommit ToCommit(
        long webhookVersion, DueDelivery delivery, SendResult result, DateTimeOffset startedAt, TimeSpan duration)
    {
        var (verdict, nextDue) = Judge(result.Outcome, delivery);
        var attempt = new AttemptRecord
        {
            WebhookId = delivery.WebhookId,
            DeliveryId = delivery.DeliveryId,
            EventId = delivery.Event.Id,
            Number = delivery.Attempts + 1,
            WebhookVersion = webhookVersion,
            StartedAt = startedAt,
            Waited = startedAt > delivery.Due ? startedAt - delivery.Due : TimeSpan.Zero,
            Duration = duration,
            Outcome = result.Outcome.Kind,
            Status = result.Outcome.StatusCode,
            Error = result.Outcome.Describe(),
            Address = result.Address,
            HttpVersion = result.HttpVersion,
            IsNewConnection = result.IsNewConnection,
            Timing = result.Timing,
            ResponseHeaders = result.ResponseHeaders,
            ResponseBody = result.ResponseBody,
        };
        return new OutcomeCommit(delivery, attempt, verdict, nextDue)
        {
            HasTimedOut = HasTakenItsTime(result.Outcome, duration),
            IsOwnFailure = result.Outcome is AttemptOutcome.OwnFailure,
            IsNoRung = IsNoRung(result.Outcome, delivery),
            HasAnsweredGone = options.Value.DisableWhenGone && attempt.Status == (int)HttpStatusCode.Gone,
        };
    }

    /// <summary>Tells log, metrics and trace; if one of them breaks, what was sent is recorded all the same.</summary>
    private void Tell(AttemptTarget target, AttemptOutcome result, OutcomeCommit outcome, Activity? activity)
    {
        var attempt = outcome.Attempt;
        try
        {
            metrics?.Attempted(result, outcome.Verdict, attempt.Duration);

            // What went well is worth a line only to somebody who is looking: at full speed it is thousands a second.
            var level = outcome.Verdict == DeliveryVerdict.Delivered ? LogLevel.Debug : LogLevel.Information;
            Log.Attempted(logger, level, attempt.WebhookId, attempt.DeliveryId, attempt.EventId, attempt.Number, attempt.Outcome,
                attempt.Status, attempt.Duration.TotalMilliseconds, outcome.Verdict, outcome.NextDue, attempt.Error, target.Receiver);
            DeliveryTrace.End(activity, result);
            activity?.Dispose();
        }
        catch (Exception broken)
        {
            Excuse(broken, outcome.Delivery);
        }
    }

    private Activity? StartTrace(AttemptTarget target, DueDelivery delivery)
    {
        try
        {
            return DeliveryTrace.Start(target, delivery);
        }
        catch (Exception broken)
        {
            Excuse(broken, delivery);
            return null;
        }
    }

    private void Excuse(Exception bug, DueDelivery delivery)
    {
        try
        {
            Log.Broken(logger, bug, delivery.WebhookId, delivery.DeliveryId);
        }
        catch (Exception)
        {
            // It may be the log that is broken, and there is nobody else to tell.
        }
    }

    private (DeliveryVerdict Verdict, DateTimeOffset? NextDue) Judge(AttemptOutcome outcome, DueDelivery delivery)
    {
        if (outcome.IsDelivered)
        {
            return (DeliveryVerdict.Delivered, null);
        }

        if (delivery.Purpose == DeliveryPurpose.Ping)
        {
            return (DeliveryVerdict.Failed, null);
        }

        if (IsNoRung(outcome, delivery))
        {
            return (DeliveryVerdict.Retrying, _retries.NextAfterOwnFailure(delivery.LadderFrom, time.GetUtcNow(), chance()));
        }

        var retryAfter = (outcome as AttemptOutcome.Rejected)?.RetryAfter;
        var nextDue = _retries.Next(delivery.Attempts + 2 - delivery.LadderFrom, time.GetUtcNow(), retryAfter, chance());
        return (nextDue is null ? DeliveryVerdict.Failed : DeliveryVerdict.Retrying, nextDue);
    }

    /// <summary>
    /// Whether a failure takes no rung of the ladder: one of our own does not, while the event is young. What is still our own
    /// fault days later may be the doing of whoever chose the host's name servers, and must end too.
    /// </summary>
    private bool IsNoRung(AttemptOutcome outcome, DueDelivery delivery) =>
        outcome is AttemptOutcome.OwnFailure
        && time.GetUtcNow() - EventTime.Of(delivery.Event.Id) < options.Value.MaxOwnFailureTime;

    /// <summary>Whether the host kept the attempt waiting, be it with its name servers: its lane has few slots then.</summary>
    private bool HasTakenItsTime(AttemptOutcome outcome, TimeSpan duration) =>
        outcome is AttemptOutcome.TimedOut
        || (outcome is AttemptOutcome.OwnFailure { Fault: OwnFault.NameServer }
            && duration >= options.Value.AttemptTimeout / SlowLookup);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2, Level = LogLevel.Error, EventName = "delivery.broken",
            Message = "An error in this service at delivery {DeliveryId} for webhook {WebhookId}")]
        public static partial void Broken(ILogger logger, Exception exception, Guid webhookId, Guid deliveryId);

        [LoggerMessage(EventId = 5, Level = LogLevel.Error, EventName = "target.unusable",
            Message = "The target URL of webhook {WebhookId} cannot be called")]
        public static partial void Unusable(ILogger logger, Exception exception, Guid webhookId);

        [LoggerMessage(EventId = 1, EventName = "delivery.attempted",
            Message = "Attempt {Number} of delivery {DeliveryId} for webhook {WebhookId}: {Outcome} {Status} in {Milliseconds:F1} ms, "
                + "{Verdict}, next due {NextDue:O}; event {EventId}, host {Host}; {Error}")]
        public static partial void Attempted(
            ILogger logger, LogLevel level, Guid webhookId, Guid deliveryId, Guid eventId, int number, string outcome,
            int? status, double milliseconds, DeliveryVerdict verdict, DateTimeOffset? nextDue, string? error, string host);
    }
}
