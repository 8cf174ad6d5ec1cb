using Ringback.Delivery.Attempts;
using Ringback.Events;

namespace Ringback.Delivery.Log;

/// <summary>
/// Tells whoever subscribes what happened to deliveries, in the order of commits. It costs nothing while nobody does, and nobody's
/// slowness reaches the engine: what a subscriber has no room for is dropped and counted, and the delivery log still has it.
/// </summary>
internal sealed class DeliveryFeed
{
    private readonly Lock _changes = new();
    private DeliverySubscription[] _subscriptions = [];

    /// <summary>Subscribes to what happens from now on.</summary>
    /// <param name="capacity">How much may wait to be read; at least 1.</param>
    public DeliverySubscription Subscribe(int capacity)
    {
        var subscription = new DeliverySubscription(capacity, Remove);
        lock (_changes)
        {
            Volatile.Write(ref _subscriptions, [.. _subscriptions, subscription]);
        }

        return subscription;
    }

    /// <summary>An event was committed with its deliveries. Only the store's writer calls this, one after another.</summary>
    public void Published(EventCommit commit)
    {
        var subscriptions = Volatile.Read(ref _subscriptions);
        if (subscriptions.Length > 0)
        {
            Tell(subscriptions, new DeliveryNews.Published(commit));
        }
    }

    /// <summary>An outcome was committed. Only the store's writer calls this, one after another.</summary>
    public void Attempted(OutcomeCommit outcome)
    {
        var subscriptions = Volatile.Read(ref _subscriptions);
        if (subscriptions.Length > 0)
        {
            Tell(subscriptions, new DeliveryNews.Attempted(outcome));
        }
    }

    private static void Tell(DeliverySubscription[] subscriptions, DeliveryNews news)
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Tell(news);
        }
    }

    private void Remove(DeliverySubscription subscription)
    {
        lock (_changes)
        {
            Volatile.Write(ref _subscriptions, [.. _subscriptions.Where(other => other != subscription)]);
        }
    }
}
