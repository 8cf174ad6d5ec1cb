using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>HMAC by its definition (RFC 2104), out of SHA1.HashData and SHA256.HashData over pads that are kept.</summary>
internal sealed class OneShotShaSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    private readonly HmacPads _spark = new(sparkKey, HashAlgorithmName.SHA1);
    private readonly HmacPads _standard = new(standardKey, HashAlgorithmName.SHA256);

    [SuppressMessage("Security", "CA5350", Justification = "Webex's format.")]
    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        // One buffer serves both: [pad][body] first, then [pad][prefix][body] with the body where it is.
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        var start = prefix.Length;
        var message = ArrayPool<byte>.Shared.Rent(start + HmacPads.BlockSize + body.Length);
        body.CopyTo(message.AsSpan(start + HmacPads.BlockSize));
        Span<byte> outer = stackalloc byte[HmacPads.BlockSize + SHA256.HashSizeInBytes];
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[SHA256.HashSizeInBytes];

        _spark.Inner.CopyTo(message, start);
        _spark.Outer.CopyTo(outer);
        SHA1.HashData(message.AsSpan(start, HmacPads.BlockSize + body.Length), outer[HmacPads.BlockSize..]);
        SHA1.HashData(outer[..(HmacPads.BlockSize + SHA1.HashSizeInBytes)], spark);

        _standard.Inner.CopyTo(message, 0);
        prefix.CopyTo(message.AsSpan(HmacPads.BlockSize));
        _standard.Outer.CopyTo(outer);
        SHA256.HashData(message.AsSpan(0, HmacPads.BlockSize + start + body.Length), outer[HmacPads.BlockSize..]);
        SHA256.HashData(outer, standard);
        ArrayPool<byte>.Shared.Return(message);
        return SignatureText.Of(spark, standard);
    }
}
