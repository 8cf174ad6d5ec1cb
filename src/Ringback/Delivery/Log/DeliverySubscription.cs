using System.Threading.Channels;

namespace Ringback.Delivery.Log;

/// <summary>What one subscriber of the <see cref="DeliveryFeed"/> has yet to read; disposing of it ends the subscription.</summary>
internal sealed class DeliverySubscription : IDisposable
{
    private readonly Channel<DeliveryNews> _news;
    private readonly Action<DeliverySubscription> _remove;
    private long _dropped;

    /// <summary>Makes one that has nothing to read.</summary>
    public DeliverySubscription(int capacity, Action<DeliverySubscription> remove)
    {
        // The reader's continuations must not run on the thread that commits.
        _news = Channel.CreateBounded<DeliveryNews>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
        _remove = remove;
    }

    /// <summary>What happened, the oldest first; it ends when the subscription is disposed of.</summary>
    public ChannelReader<DeliveryNews> News => _news.Reader;

    /// <summary>How much was dropped because too much waited to be read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds what happened, unless there is no room for it.</summary>
    public void Tell(DeliveryNews news)
    {
        if (!_news.Writer.TryWrite(news))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _remove(this);
        _news.Writer.TryComplete();
    }
}
