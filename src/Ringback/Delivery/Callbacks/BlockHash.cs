using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>
/// SHA-1 or SHA-256, over several pieces at a time. Not thread-safe: each thread has one of each, which keeps what is set
/// up.
/// </summary>
internal abstract class BlockHash : IDisposable
{
    /// <summary>How many bytes both take in at a time.</summary>
    public const int BlockSize = 64;

    [ThreadStatic]
    private static BlockHash? _sha1;

    [ThreadStatic]
    private static BlockHash? _sha256;

    /// <summary>The SHA-1 that this thread uses again and again.</summary>
    public static BlockHash Sha1 => _sha1 ??= Create(HashAlgorithmName.SHA1);

    /// <summary>The SHA-256 that this thread uses again and again.</summary>
    public static BlockHash Sha256 => _sha256 ??= Create(HashAlgorithmName.SHA256);

    /// <summary>The fastest there is on this machine.</summary>
    public static BlockHash Create(HashAlgorithmName algorithm) =>
        OpenSsl.Instance is { } library ? new OpenSslHash(library, algorithm) : new FrameworkHash(algorithm);

    /// <summary>Hashes three pieces as one.</summary>
    /// <exception cref="CryptographicException">The library could not.</exception>
    public abstract void Hash(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> output);

    /// <inheritdoc/>
    public abstract void Dispose();
}
