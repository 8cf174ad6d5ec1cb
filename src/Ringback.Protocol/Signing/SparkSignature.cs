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

    private const int LongestOnStack = 256;

    /// <summary>
    /// The signature as the header carries it, by a hash that was made with the key and may be used again after: that
    /// spares setting up the key, which costs more than hashing a callback.
    /// </summary>
    /// <param name="keyedHash">An HMAC-SHA1 to which nothing is appended; it is left so.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    public static string Compute(IncrementalHash keyedHash, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        keyedHash.AppendData(body);
        keyedHash.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

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
        var key = longest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[longest];
        HMACSHA1.HashData(key[..Encoding.UTF8.GetBytes(secret, key)], body, hash);
    }
}
