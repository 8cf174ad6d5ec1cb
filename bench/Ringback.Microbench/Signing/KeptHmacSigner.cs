using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>An IncrementalHash of each HMAC for each webhook, kept: today's way without its slots.</summary>
internal sealed class KeptHmacSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    private readonly IncrementalHash _spark = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, sparkKey);
    private readonly IncrementalHash _standard = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, standardKey);

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        _spark.AppendData(body);
        _spark.GetHashAndReset(spark);
        _standard.AppendData(prefix);
        _standard.AppendData(body);
        _standard.GetHashAndReset(standard);
        return SignatureText.Of(spark, standard);
    }
}
