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
            AddPrevious(StandardWebhooksSignature.Compute(hashes.Standard, id, sentAt, body), target, id, sentAt, body));
        Interlocked.Exchange(ref slot, hashes)?.Dispose();
        return signatures;
    }

    // One header has room for several signatures, and a receiver takes any that it can verify: so secrets change without a gap.
    // X-Spark-Signature has room for one.
    private static string AddPrevious(
        string signature, CallbackTarget target, string id, long sentAt, ReadOnlySpan<byte> body) =>
        target.PreviousKey is { } key && target.Webhook.Secrets!.PreviousAt(DateTimeOffset.FromUnixTimeSeconds(sentAt)) is not null
            ? $"{signature} {StandardWebhooksSignature.Compute(key, id, sentAt, body)}"
            : signature;

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_slots, static hashes => hashes?.Dispose());
}
