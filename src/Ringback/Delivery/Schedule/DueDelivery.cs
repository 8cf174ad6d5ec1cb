using Ringback.Events;

namespace Ringback.Delivery.Schedule;

/// <summary>A pending delivery in memory. Only its lane changes it, under the scheduler's lock.</summary>
internal sealed class DueDelivery(Guid webhookId, Guid deliveryId, WebhookEvent webhookEvent, DateTimeOffset due, int attempts)
{
    private const int BytesOfOne = 4 * 1024;

    /// <summary>The webhook that it is for.</summary>
    public Guid WebhookId { get; } = webhookId;

    /// <summary>The delivery's id: one for each event and webhook, the same on every try.</summary>
    public Guid DeliveryId { get; } = deliveryId;

    /// <summary>The event to be delivered.</summary>
    public WebhookEvent Event { get; } = webhookEvent;

    /// <summary>For how many deliveries it counts in memory: one for each 4 KiB that its event's data has begun.</summary>
    public int Weight { get; } = WeightOf(webhookEvent.Data.Length);

    /// <summary>When the next attempt is due, as its row says.</summary>
    public DateTimeOffset Due { get; set; } = due;

    /// <summary>How many attempts were made and recorded.</summary>
    public int Attempts { get; set; } = attempts;

    /// <summary>Its event's place in the order of publishing, which never changes.</summary>
    public long Position { get; init; }

    /// <summary>What it is made for.</summary>
    public DeliveryPurpose Purpose { get; init; }

    /// <summary>
    /// The number of the attempt at which its ladder of retries begins: 1, or more when it was resent, or when attempts failed for
    /// reasons of our own, which are no rungs.
    /// </summary>
    public int LadderFrom { get; set; } = 1;

    /// <summary>Deliveries of one key go out in order; null when no order is promised.</summary>
    public string? OrderKey { get; init; }

    /// <summary>
    /// Set when its webhook became inactive during its attempt: its row may have been dropped, and only the store knows.
    /// </summary>
    public bool IsRowUncertain { get; set; }

    /// <summary>Set when its lane has forgotten it: what comes of an attempt that is still in flight is not the lane's any more.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Links of the lane's list of the deliveries that it knows.</summary>
    public DueDelivery? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public DueDelivery? Next { get; set; }

    /// <summary>The <see cref="Weight"/> of a delivery whose event has so many bytes of data.</summary>
    public static int WeightOf(int bytes) => Math.Max(1, (bytes + BytesOfOne - 1) / BytesOfOne);
}
