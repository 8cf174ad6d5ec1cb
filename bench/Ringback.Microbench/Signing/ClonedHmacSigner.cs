using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>An IncrementalHash of each HMAC for each webhook, cloned for each callback (new in .NET 10).</summary>
internal sealed class ClonedHmacSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    private readonly IncrementalHash _spark = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, sparkKey);
    private readonly IncrementalHash _standard = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, standardKey);

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> sparkHash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Span<byte> standardHash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        using var spark = _spark.Clone();
        using var standard = _standard.Clone();
        spark.AppendData(body);
        spark.GetCurrentHash(sparkHash);
        standard.AppendData(prefix);
        standard.AppendData(body);
        standard.GetCurrentHash(standardHash);
        return SignatureText.Of(sparkHash, standardHash);
    }
}
