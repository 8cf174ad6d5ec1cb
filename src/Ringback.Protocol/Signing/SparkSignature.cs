using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Protocol.Signing;

/// <summary>
/// Webex's signature: the HMAC-SHA1 of the raw body in lower-case hex; the key is the secret's UTF-8.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "Webex's format; HMAC does not rest on collisions.")]
public static class SparkSignature
{
    /// <summary>The header that carries it.</summary>
    public const string HeaderName = "X-Spark-Signature";

    /// <summary>Its length in characters.</summary>
    public const int Length = HMACSHA1.HashSizeInBytes * 2;

    private const int MaxOnStack = 256;

    /// <summary>The signature as the header carries it, when its HMAC-SHA1 is there already.</summary>
    public static string OfHash(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    /// <summary>The signature as the header carries it.</summary>
    public static string Compute(string secret, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Hash(secret, body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// Whether the header's value is the body's signature, in time that does not tell how much of it is right. Senders
    /// write lower case; upper case is accepted too. False when there is no value.
    /// </summary>
    public static bool Verify(string secret, ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA1.HashSizeInBytes];
        if (signature?.Length != Length
            || Convert.FromHexString(signature, given, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        Hash(secret, body, expected);
        return CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static void Hash(string secret, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(secret.Length);
        var key = longest <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[longest];
        HMACSHA1.HashData(key[..Encoding.UTF8.GetBytes(secret, key)], body, hash);
    }
}
