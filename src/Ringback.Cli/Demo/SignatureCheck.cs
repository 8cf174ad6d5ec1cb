using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Cli.Demo;

/// <summary>
/// Verifies both signatures as a receiver would who knows only their descriptions: none of the sender's code is used.
/// </summary>
internal static class SignatureCheck
{
    private const int LongestAge = 300;
    private const string KeyPrefix = "whsec_";

    /// <summary>What is wrong with the signatures of a callback; null when nothing is.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Webex defines this signature with SHA-1.")]
    public static string? Problem(ReceivedCallback callback, string secret)
    {
        var spark = Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), callback.Body));
        if (callback.Header("X-Spark-Signature") != spark)
        {
            return "a wrong X-Spark-Signature";
        }

        var id = callback.Header("webhook-id");
        var sent = callback.Header("webhook-timestamp");
        if (!long.TryParse(sent, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(callback.At.ToUnixTimeSeconds() - seconds) > LongestAge)
        {
            return "a webhook-timestamp that is not now";
        }

        var key = secret.StartsWith(KeyPrefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[KeyPrefix.Length..])
            : Encoding.UTF8.GetBytes(secret);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{sent}."), .. callback.Body];
        return callback.Header("webhook-signature") == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))
            ? null
            : "a wrong webhook-signature";
    }
}
