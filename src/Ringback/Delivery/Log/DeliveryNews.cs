using Ringback.Delivery.Attempts;

namespace Ringback.Delivery.Log;

/// <summary>Something that happened to deliveries and is committed.</summary>
internal abstract record DeliveryNews
{
    private DeliveryNews()
    {
    }

    /// <summary>An event was published, and matched webhooks: each has a delivery of it from now on.</summary>
    public sealed record Published(Events.EventCommit Commit) : DeliveryNews;

    /// <summary>An attempt was made, and its delivery is over or waits for the next one.</summary>
    public sealed record Attempted(OutcomeCommit Outcome) : DeliveryNews;
}
