using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>HMACSHA1.HashData and HMACSHA256.HashData, the message in one piece.</summary>
internal sealed class OneShotHmacSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    [SuppressMessage("Security", "CA5350", Justification = "Webex's format.")]
    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var message = ArrayPool<byte>.Shared.Rent(SignatureText.LongestPrefix + body.Length);
        var prefix = SignatureText.WritePrefix(message, id, sentAt);
        body.CopyTo(message.AsSpan(prefix));
        HMACSHA1.HashData(sparkKey, body, spark);
        HMACSHA256.HashData(standardKey, message.AsSpan(0, prefix + body.Length), standard);
        ArrayPool<byte>.Shared.Return(message);
        return SignatureText.Of(spark, standard);
    }
}
