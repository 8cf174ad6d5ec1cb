using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>HMAC by its definition over pads that are kept, with one IncrementalHash of each SHA for each thread.</summary>
internal sealed class KeptShaSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    [ThreadStatic]
    private static IncrementalHash? _sha1;

    [ThreadStatic]
    private static IncrementalHash? _sha256;

    private readonly HmacPads _spark = new(sparkKey, HashAlgorithmName.SHA1);
    private readonly HmacPads _standard = new(standardKey, HashAlgorithmName.SHA256);

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        Hash(_sha1 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA1), _spark, [], body, spark);
        Hash(_sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256), _standard, prefix, body, standard);
        return SignatureText.Of(spark, standard);
    }

    private static void Hash(
        IncrementalHash sha, HmacPads pads, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        sha.AppendData(pads.Inner);
        sha.AppendData(prefix);
        sha.AppendData(body);
        sha.GetHashAndReset(hash);
        sha.AppendData(pads.Outer);
        sha.AppendData(hash);
        sha.GetHashAndReset(hash);
    }
}
