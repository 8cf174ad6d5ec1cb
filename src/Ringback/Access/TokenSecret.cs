using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Access;

/// <summary>Makes bearer tokens and the hashes under which they are stored.</summary>
internal static class TokenSecret
{
    private const string Prefix = "rb_";

    /// <summary>A new token: 256 random bits, URL-safe, with a prefix by which secret scanners can know it.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The SHA-256 hash of a token, in upper-case hex: what the store keeps and look-ups use.</summary>
    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
