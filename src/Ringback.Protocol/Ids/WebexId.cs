using System.Security.Cryptography;
using System.Text;
using Ringback.Protocol.Json;

namespace Ringback.Protocol.Ids;

/// <summary>
/// Webex ids: unpadded base64 of <c>ciscospark://CLUSTER/TYPE/uuid</c>. Those made here have the cluster <c>us</c>.
/// </summary>
public static class WebexId
{
    private const int UuidLength = 36;

    private static ReadOnlySpan<byte> Scheme => "ciscospark://"u8;

    /// <summary>Makes the id of a UUID; <paramref name="type"/> is one of <see cref="WebexIdTypes"/>.</summary>
    public static string Create(string type, Guid uuid) => Encode($"ciscospark://us/{type}/{uuid:D}");

    /// <summary>
    /// Makes an application id: where other ids have a UUID it has <c>C</c> and 64 hex digits, the seed's SHA-256.
    /// </summary>
    public static string CreateApplication(Guid seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seed.ToByteArray(bigEndian: true), hash);
        return Encode($"ciscospark://us/{WebexIdTypes.Application}/C{Convert.ToHexStringLower(hash)}");
    }

    /// <summary>
    /// Reads the UUID out of an id of the given type, padded or not, of any cluster. False for anything else; never
    /// throws.
    /// </summary>
    public static bool TryParse(string? id, string type, out Guid uuid)
    {
        uuid = default;
        Span<byte> decoded = stackalloc byte[Base64Text.MaxLength];
        if (!Base64Text.TryDecode(id, decoded, out var length) || !decoded[..length].StartsWith(Scheme))
        {
            return false;
        }

        var path = decoded[Scheme.Length..length];
        var afterCluster = path.IndexOf((byte)'/');
        var afterType = path.LastIndexOf((byte)'/');
        return afterCluster > 0
            && afterType > afterCluster
            && IsCluster(path[..afterCluster])
            && Ascii.Equals(path[(afterCluster + 1)..afterType], type)
            && TryParseUuid(path[(afterType + 1)..], out uuid);
    }

    private static string Encode(string uri) => Convert.ToBase64String(Encoding.UTF8.GetBytes(uri)).TrimEnd('=');

    private static bool IsCluster(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    private static bool TryParseUuid(ReadOnlySpan<byte> text, out Guid uuid)
    {
        Span<byte> strict = stackalloc byte[UuidLength];
        return Guid.TryParse(text, out uuid)
            && uuid.TryFormat(strict, out _)
            && Ascii.EqualsIgnoreCase(strict, text); // the parser also takes braces, spaces, signs and 0x
    }
}
