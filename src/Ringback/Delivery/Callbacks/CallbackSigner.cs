using System.Security.Cryptography;
using Ringback.Protocol.Signing;

namespace Ringback.Delivery.Callbacks;

/// <summary>Signs callbacks, the Webex way and the Standard Webhooks way.</summary>
internal static class CallbackSigner
{
    /// <summary>Signs a body that is sent with an id at a time; null when the webhook has no secret.</summary>
    public static (string Spark, string Standard)? Sign(CallbackTarget target, string id, long sentAt, ReadOnlySpan<byte> body)
    {
        if (target.SparkKey is not { } sparkKey || target.StandardKey is not { } standardKey)
        {
            return null;
        }

        Span<byte> prefix = stackalloc byte[StandardWebhooksSignature.MaxPrefix];
        prefix = prefix[..StandardWebhooksSignature.WritePrefix(id, sentAt, prefix)];
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        sparkKey.Compute(BlockHash.Sha1, [], body, spark);
        return (SparkSignature.OfHash(spark), Standard(standardKey, target, sentAt, prefix, body));
    }

    // One header has room for several signatures, and a receiver takes any that it can verify: so secrets change without a gap.
    // X-Spark-Signature has room for one.
    private static string Standard(
        HmacKey key, CallbackTarget target, long sentAt, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        var signature = Standard(key, prefix, body);
        return target.PreviousKey is { } previous
            && target.Webhook.Secrets!.PreviousAt(DateTimeOffset.FromUnixTimeSeconds(sentAt)) is not null
            ? $"{signature} {Standard(previous, prefix, body)}"
            : signature;
    }

    private static string Standard(HmacKey key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        key.Compute(BlockHash.Sha256, prefix, body, hash);
        return StandardWebhooksSignature.OfHash(hash);
    }
}
