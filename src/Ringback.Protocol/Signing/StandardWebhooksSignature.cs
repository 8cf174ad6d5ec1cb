using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Signing;

/// <summary>
/// The signature of the Standard Webhooks specification: <c>v1,</c> and the base64 of the HMAC-SHA256 of
/// <c>id.timestamp.body</c>. Unlike Webex's it covers the callback's identity and time, so that an old one cannot be
/// replayed.
/// </summary>
public static class StandardWebhooksSignature
{
    /// <summary>The header with the id, which stays the same over retries.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of sending, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with one signature or, separated by spaces, several.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The greatest number of bytes that is hashed before the body of a callback of Ringback.</summary>
    public const int MaxPrefix = 256;

    private const string SecretPrefix = "whsec_";
    private const string VersionPrefix = "v1,";
    private const int MinKey = 24;
    private const int MaxKey = 64;
    private const int MaxTimestamp = 20;

    /// <summary>
    /// How far the time may lie from the receiver's clock, by the specification's advice: five minutes.
    /// </summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The key that a secret stands for: what follows <c>whsec_</c>, decoded, if it is the base64 (padded or not) of 24
    /// to 64 bytes; for any other secret, its own UTF-8.
    /// </summary>
    /// <remarks>
    /// A verifier that knows only <c>whsec_</c> keys is given the base64 of the UTF-8 of such another secret.
    /// </remarks>
    public static byte[] KeyOf(string secret)
    {
        Span<byte> key = stackalloc byte[Base64Text.MaxLength];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Base64Text.TryDecode(secret.AsSpan(SecretPrefix.Length), key, out var length)
            && length is >= MinKey and <= MaxKey
                ? key[..length].ToArray()
                : Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>The signature of a body that is sent with this id at this time.</summary>
    public static string Compute(ReadOnlySpan<byte> key, string id, long timestampSeconds, ReadOnlySpan<byte> body)
    {
        var longestPrefix = Encoding.UTF8.GetMaxByteCount(id.Length) + MaxTimestamp + 2;
        var message = ArrayPool<byte>.Shared.Rent(longestPrefix + body.Length);
        try
        {
            var length = Encoding.UTF8.GetBytes(id, message);
            message[length++] = (byte)'.';
            timestampSeconds.TryFormat(message.AsSpan(length), out var digits, provider: CultureInfo.InvariantCulture);
            length += digits;
            message[length++] = (byte)'.';
            body.CopyTo(message.AsSpan(length));

            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(key, message.AsSpan(0, length + body.Length), hash);
            return Text(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>The signature, when its HMAC-SHA256 is there already.</summary>
    public static string OfHash(ReadOnlySpan<byte> hash) => Text(hash);

    /// <summary>Writes what is hashed before the body: the id and the time of sending.</summary>
    /// <param name="id">The callback's id, in ASCII.</param>
    /// <param name="timestampSeconds">The time of sending, in seconds since 1970.</param>
    /// <param name="output">As long as <see cref="MaxPrefix"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int WritePrefix(string id, long timestampSeconds, Span<byte> output) =>
        Utf8.TryWrite(output, CultureInfo.InvariantCulture, $"{id}.{timestampSeconds}.", out var length)
            ? length
            : throw new ArgumentException(
                $"The id has {id.Length} characters; {MaxPrefix - MaxTimestamp - 2} are allowed.", nameof(id));

    /// <summary>
    /// Checks the values of the three headers. Of several signatures one must match; those of unknown versions are
    /// skipped. A time exactly at the tolerance is near enough.
    /// </summary>
    public static SignatureVerdict Verify(
        ReadOnlySpan<byte> key,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now,
        TimeSpan tolerance)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            return SignatureVerdict.MissingHeader;
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return SignatureVerdict.MalformedTimestamp;
        }

        var age = (decimal)now.ToUnixTimeSeconds() - seconds;
        if (Math.Abs(age) > (decimal)tolerance.TotalSeconds)
        {
            return age > 0 ? SignatureVerdict.TooOld : SignatureVerdict.TooNew;
        }

        return AnyMatches(signatures, Compute(key, id, seconds, body))
            ? SignatureVerdict.Valid
            : SignatureVerdict.NoMatchingSignature;
    }

    private static string Text(ReadOnlySpan<byte> hash)
    {
        Span<char> text = stackalloc char[VersionPrefix.Length + 44];
        VersionPrefix.CopyTo(text);
        Convert.TryToBase64Chars(hash, text[VersionPrefix.Length..], out _);
        return text.ToString();
    }

    // The version is compared along with the rest, so that an unknown one matches nothing.
    private static bool AnyMatches(ReadOnlySpan<char> signatures, ReadOnlySpan<char> expected)
    {
        foreach (var candidate in signatures.Split(' '))
        {
            var given = MemoryMarshal.AsBytes(signatures[candidate]);
            if (CryptographicOperations.FixedTimeEquals(given, MemoryMarshal.AsBytes(expected)))
            {
                return true;
            }
        }

        return false;
    }
}
