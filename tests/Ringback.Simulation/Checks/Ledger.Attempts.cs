using System.Globalization;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Protocol.Signing;
using Ringback.Simulation.Receivers;

namespace Ringback.Simulation.Checks;

internal sealed partial class Ledger
{
    // The engine reads the row of a broken attempt again after ten seconds, or a little later when the clock was set.
    private static readonly TimeSpan RestAfterBreak = TimeSpan.FromSeconds(11);

    private readonly HashSet<DeliveryEntry> _open = [];
    private readonly LadderRule _ladder = new(options);
    private long _slotFreeSince;

    /// <summary>First tries on their way.</summary>
    public int FirstTriesInFlight { get; private set; }

    /// <summary>Retries on their way.</summary>
    public int RetriesInFlight { get; private set; }

    /// <summary>The engine sends a callback; null when it may not.</summary>
    /// <param name="callback">What is sent.</param>
    /// <param name="outcome">What will come of it.</param>
    /// <param name="queuedAt">When the attempt was queued; null when it took the slot of the one that ended just now.</param>
    public Send? Sending(Callback callback, AttemptOutcome outcome, long? queuedAt)
    {
        var takenAt = queuedAt ?? _slotFreeSince;
        var headers = callback.Headers.ToDictionary(header => header.Key, header => header.Value);
        if (!_byWireId.TryGetValue(headers[StandardWebhooksSignature.IdHeader], out var delivery))
        {
            Violate("A callback was sent whose delivery was never committed.");
            return null;
        }

        var tracking = headers["TrackingID"];
        var number = int.Parse(tracking.AsSpan(tracking.LastIndexOf('_') + 1), CultureInfo.InvariantCulture);
        trace.Add("sent delivery", delivery.Label, number,
            () => $"webhook {delivery.Webhook.Label}, due {delivery.Due:O}, will be {outcome.Kind} {outcome.StatusCode}");
        CheckTurn(delivery, number);
        CheckWebhook(delivery, callback, headers.GetValueOrDefault(SparkSignature.HeaderName), takenAt);
        var send = new Send(delivery, number, outcome, KindOf(delivery.Webhook, number > 1, takenAt),
            SlotBook.ReceiverOf(callback.Url.OriginalString));
        delivery.Open = send;
        delivery.LastSent = number;
        delivery.MayRepeat = false;
        _open.Add(delivery);
        Count(send, 1);
        CheckLimits(send, takenAt);
        if (delivery.Webhook.Disabling == Disabling.Refused)
        {
            delivery.Webhook.Disabling = Disabling.No;
        }

        return send;
    }

    /// <summary>The receiver is done with a callback.</summary>
    public void Answered(Send send)
    {
        trace.Add("answered delivery", send.Delivery.Label, send.Number);
        Count(send, -1);
    }

    /// <summary>The engine gave up on a callback: it stops.</summary>
    public void Abandoned(Send send)
    {
        trace.Add("abandoned delivery", send.Delivery.Label, send.Number);
        Count(send, -1);
        send.Delivery.MayRepeat = true;
        send.Delivery.Open = null;
        _open.Remove(send.Delivery);
    }

    /// <summary>An attempt breaks in the engine after its callback was answered: nothing of it is recorded, and it is made again.</summary>
    public void Broken(Guid deliveryId)
    {
        var delivery = _deliveries[deliveryId];
        trace.Add("broken attempt of delivery", delivery.Label, delivery.LastSent);
        delivery.MayRepeat = true;
        delivery.Open = null;
        delivery.Webhook.RestsUntil = agenda.Now + RestAfterBreak;
        _open.Remove(delivery);
        _slotFreeSince = Moments.Next();
    }

    /// <summary>The engine queues an outcome; what it gives back is called when that is committed.</summary>
    public Action Recording(OutcomeCommit outcome)
    {
        var delivery = _deliveries[outcome.Delivery.DeliveryId];
        if (delivery.Open is not { } send || send.Number != outcome.Attempt.Number)
        {
            Violate($"An outcome of delivery {delivery.Label} was recorded that was never sent.");
            return () => { };
        }

        if (_ladder.Objection(outcome, send.Outcome, agenda.UtcNow) is { } objection)
        {
            Violate($"Attempt {send.Number} of delivery {delivery.Label}: {objection}");
        }

        var moment = Moments.Next();
        _slotFreeSince = Moments.Next();
        JudgeProbing(delivery.Webhook, send.Outcome, moment);
        return JudgeHealth(delivery.Webhook, send.Outcome, moment);
    }

    /// <summary>The engine is told that an outcome is committed.</summary>
    public void Recorded(OutcomeCommit outcome)
    {
        var delivery = _deliveries[outcome.Delivery.DeliveryId];
        delivery.Open = null;
        _open.Remove(delivery);
    }

    private void CheckTurn(DeliveryEntry delivery, int number)
    {
        var what = $"Attempt {number} of delivery {delivery.Label}";
        if (delivery.State != DeliveryState.Pending)
        {
            Violate($"{what} was sent though the delivery is {delivery.State}.");
        }

        if (delivery.Open is not null)
        {
            Violate($"{what} was sent while another is in flight or waits for its commit.");
        }

        if (number != delivery.Attempts + 1)
        {
            Violate($"{what} was sent when {delivery.Attempts} were recorded.");
        }

        if (number == delivery.LastSent && !delivery.MayRepeat)
        {
            Violate($"{what} was sent twice without a crash.");
        }

        if (delivery.Due > agenda.LatestUtc)
        {
            Violate($"{what} was sent before it was due, at {delivery.Due:O}.");
        }
    }

    private void CheckWebhook(DeliveryEntry delivery, Callback callback, string? signature, long takenAt)
    {
        var webhook = delivery.Webhook;
        var what = $"A callback of delivery {delivery.Label}";
        var versions = webhook.Since(takenAt).Where(version => version.IsActive).ToList();
        if (versions.Count == 0)
        {
            Violate($"{what} was sent though webhook {webhook.Label} is inactive or deleted.");
        }
        else if (!versions.Any(version => version.TargetUrl == callback.Url.OriginalString
            && (version.Secret is { } secret
                ? SparkSignature.Verify(secret, callback.Body, signature)
                : signature is null)))
        {
            Violate($"{what} was sent with an old URL or secret of webhook {webhook.Label}.");
        }

        if (webhook.Disabling is Disabling.Decided or Disabling.Asked && webhook.DisablingSince <= takenAt)
        {
            Violate($"{what} was sent though webhook {webhook.Label} is being disabled.");
        }
    }

    private static SlotKind? KindOf(WebhookEntry webhook, bool isRetry, long takenAt) =>
        webhook.Probing == Probing.Perhaps || (webhook.ProbingSince > takenAt && webhook.ProbingSince > 0)
            ? null
            : SlotBook.KindOf(webhook, isRetry);

    private void CheckLimits(Send send, long takenAt)
    {
        var webhook = send.Delivery.Webhook;
        var limit = webhook.Probing == Probing.Yes && webhook.ProbingSince <= takenAt
            ? 1
            : webhook.Since(takenAt).Max(version => version.Limit);
        if (webhook.InFlight > limit)
        {
            Violate($"Webhook {webhook.Label} has {webhook.InFlight} callbacks in flight; its limit is {limit}.");
        }

        if (Slots.Objection(send) is { } objection)
        {
            Violate(objection);
        }
    }

    private void Count(Send send, int change)
    {
        send.Delivery.Webhook.InFlight += change;
        FirstTriesInFlight += send.IsRetry ? 0 : change;
        RetriesInFlight += send.IsRetry ? change : 0;
        Slots.Count(send, change);
    }

    private void JudgeProbing(WebhookEntry webhook, AttemptOutcome outcome, long moment)
    {
        var (before, after) = (webhook.Probing, outcome switch
        {
            AttemptOutcome.Delivered => Probing.No,
            AttemptOutcome.TimedOut => webhook is { Current.IsActive: true, Disabling: Disabling.No } ? Probing.Yes : Probing.Perhaps,
            _ => webhook.Probing,
        });
        webhook.Probing = after;
        if (after != before)
        {
            webhook.ProbingSince = moment;
            Fairness.Restart(webhook.Name);
        }
    }
}
