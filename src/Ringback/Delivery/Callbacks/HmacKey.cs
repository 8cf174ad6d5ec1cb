using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>
/// A key of HMAC-SHA1 or HMAC-SHA256, as the two blocks that it stands for (RFC 2104): what is hashed before a message, and
/// before its hash. Thread-safe.
/// </summary>
internal sealed class HmacKey
{
    private readonly byte[] _inner = new byte[BlockHash.BlockSize];
    private readonly byte[] _outer = new byte[BlockHash.BlockSize];

    private HmacKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_inner);
        key.CopyTo(_outer);
        for (var i = 0; i < BlockHash.BlockSize; i++)
        {
            _inner[i] ^= 0x36;
            _outer[i] ^= 0x5C;
        }
    }

    /// <summary>A key of HMAC-SHA1.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Webex's format; HMAC does not rest on collisions.")]
    public static HmacKey ForSha1(byte[] key) => new(key.Length > BlockHash.BlockSize ? SHA1.HashData(key) : key);

    /// <summary>A key of HMAC-SHA256.</summary>
    public static HmacKey ForSha256(byte[] key) => new(key.Length > BlockHash.BlockSize ? SHA256.HashData(key) : key);

    /// <summary>The HMAC of a message in two pieces.</summary>
    /// <param name="hash">The hash that the key was made for.</param>
    /// <param name="prefix">The first piece of the message.</param>
    /// <param name="body">The second piece of the message.</param>
    /// <param name="output">As long as the hash.</param>
    public void Compute(BlockHash hash, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> output)
    {
        hash.Hash(_inner, prefix, body, output);
        hash.Hash(_outer, output, [], output);
    }
}
