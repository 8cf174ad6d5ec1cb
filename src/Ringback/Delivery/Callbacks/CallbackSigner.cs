using Ringback.Protocol.Signing;

namespace Ringback.Delivery.Callbacks;

/// <summary>
/// Signs callbacks, with the hashes of the webhooks that were last at work kept for the next time: setting up a key costs
/// more than hashing a callback.
/// </summary>
internal sealed class CallbackSigner : IDisposable
{
    // Each holds some 3 KB outside the managed heap.
    private const int Slots = 2048;

    private readonly KeyedHashes?[] _slots = new KeyedHashes?[Slots];

    /// <summary>Signs a body that is sent with an id at a time; null when the webhook has no secret.</summary>
    public (string Spark, string Standard)? Sign(CallbackTarget target, string id, long sentAt, ReadOnlySpan<byte> body)
    {
        if (target.SparkKey is not { } sparkKey || target.StandardKey is not { } standardKey)
        {
            return null;
        }

        // Whoever takes hashes out of their slot has them alone; who finds none makes their own, and the last one stays.
        ref var slot = ref _slots[target.Webhook.Id.GetHashCode() & (Slots - 1)];
        var hashes = Interlocked.Exchange(ref slot, null);
        if (!ReferenceEquals(hashes?.Target, target))
        {
            hashes?.Dispose();
            hashes = new KeyedHashes(target, sparkKey, standardKey);
        }

        var signatures = (SparkSignature.Compute(hashes.Spark, body),
            StandardWebhooksSignature.Compute(hashes.Standard, id, sentAt, body));
        Interlocked.Exchange(ref slot, hashes)?.Dispose();
        return signatures;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_slots, static hashes => hashes?.Dispose());
}
