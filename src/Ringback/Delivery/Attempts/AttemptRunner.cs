using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Telemetry;
using Ringback.Installation;

namespace Ringback.Delivery.Attempts;

/// <summary>Makes one attempt: composes, sends, and judges what the outcome means for the delivery.</summary>
internal sealed partial class AttemptRunner(
    CallbackComposer composer, ICallbackSender sender, IOptions<DeliveryOptions> options, TimeProvider time,
    Func<double> chance, ILogger<AttemptRunner> logger, DeliveryMetrics? metrics = null)
{
    private readonly RetrySchedule _retries = new(options.Value);

    /// <summary>Attempts a delivery once; null when it was abandoned, which leaves it pending.</summary>
    public async Task<OutcomeCommit?> RunAsync(CallbackTarget target, DueDelivery delivery, CancellationToken abandon)
    {
        var startedAt = time.GetMillisecond();
        var started = time.GetTimestamp();
        using var activity = DeliveryTrace.Start(target, delivery);
        SendResult result;
        try
        {
            var callback = composer.Compose(target, delivery, activity?.Id ?? delivery.Event.TraceParent);
            result = await sender.SendAsync(callback, abandon);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception bug)
        {
            // A slot must never be lost to a bug of ours: the delivery is tried again like any other.
            Log.Broken(logger, bug, delivery.WebhookId, delivery.DeliveryId);
            result = new SendResult
            {
                Outcome = new AttemptOutcome.OwnFailure(OwnFault.Bug),
            };
        }

        // Crash point 3: it was sent and that is not recorded, so it is sent again after a restart: at least once.
        var number = delivery.Attempts + 1;
        var duration = time.GetElapsedTime(started);
        var (verdict, nextDue) = Judge(result.Outcome, delivery);
        metrics?.Attempted(result.Outcome, verdict, duration);
        DeliveryTrace.End(activity, result.Outcome);
        var attempt = new AttemptRecord
        {
            WebhookId = delivery.WebhookId,
            DeliveryId = delivery.DeliveryId,
            EventId = delivery.Event.Id,
            Number = number,
            StartedAt = startedAt,
            Duration = duration,
            Outcome = result.Outcome.Kind,
            Status = result.Outcome.StatusCode,
            Error = result.Outcome.Describe(),
            Address = result.Address,
            ResponseHeaders = result.ResponseHeaders,
            ResponseBody = result.ResponseBody,
        };

        // What went well is worth a line only to somebody who is looking: at full speed it is thousands a second.
        var level = verdict == DeliveryVerdict.Delivered ? LogLevel.Debug : LogLevel.Information;
        Log.Attempted(logger, level, delivery.WebhookId, delivery.DeliveryId, delivery.Event.Id, number, attempt.Outcome,
            attempt.Status, duration.TotalMilliseconds, verdict, nextDue, attempt.Error, target.Url.Host);
        return new OutcomeCommit(delivery, attempt, verdict, nextDue)
        {
            HasTimedOut = result.Outcome is AttemptOutcome.TimedOut,
            IsOwnFailure = result.Outcome is AttemptOutcome.OwnFailure,
            IsGone = options.Value.DisableWhenGone && attempt.Status == (int)HttpStatusCode.Gone,
        };
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

        var retryAfter = (outcome as AttemptOutcome.Rejected)?.RetryAfter;
        var nextDue = _retries.Next(delivery.Attempts + 2 - delivery.LadderFrom, time.GetUtcNow(), retryAfter, chance());
        return (nextDue is null ? DeliveryVerdict.Failed : DeliveryVerdict.Retrying, nextDue);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2, Level = LogLevel.Error, EventName = "delivery.broken",
            Message = "Delivery {DeliveryId} for webhook {WebhookId} could not be sent")]
        public static partial void Broken(ILogger logger, Exception exception, Guid webhookId, Guid deliveryId);

        [LoggerMessage(EventId = 1, EventName = "delivery.attempted",
            Message = "Attempt {Number} of delivery {DeliveryId} for webhook {WebhookId}: {Outcome} {Status} in {Milliseconds:F1} ms, "
                + "{Verdict}, next due {NextDue:O}; event {EventId}, host {Host}; {Error}")]
        public static partial void Attempted(
            ILogger logger, LogLevel level, Guid webhookId, Guid deliveryId, Guid eventId, int number, string outcome,
            int? status, double milliseconds, DeliveryVerdict verdict, DateTimeOffset? nextDue, string? error, string host);
    }
}
