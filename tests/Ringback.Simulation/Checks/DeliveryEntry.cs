using Ringback.Simulation.Receivers;

namespace Ringback.Simulation.Checks;

/// <summary>What is known of a delivery, independently of the engine.</summary>
internal sealed class DeliveryEntry(int label, WebhookEntry webhook, DateTimeOffset due)
{
    /// <summary>Its number in traces.</summary>
    public int Label { get; } = label;

    /// <summary>Its webhook.</summary>
    public WebhookEntry Webhook { get; } = webhook;

    /// <summary>When its row says that it is due.</summary>
    public DateTimeOffset Due { get; set; } = due;

    /// <summary>How many attempts are recorded, durably.</summary>
    public int Attempts { get; set; }

    /// <summary>What became of it, durably.</summary>
    public DeliveryState State { get; set; }

    /// <summary>The attempt that is in flight, or whose outcome waits for its commit; null when there is none.</summary>
    public Send? Open { get; set; }

    /// <summary>The number of the last attempt that was sent.</summary>
    public int LastSent { get; set; }

    /// <summary>Set when that attempt was lost: by a crash, or because it was abandoned.</summary>
    public bool MayRepeat { get; set; }
}
