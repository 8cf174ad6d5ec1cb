using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>A hash of the framework, for machines on which the library is not to be had directly.</summary>
internal sealed class FrameworkHash(HashAlgorithmName algorithm) : BlockHash
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    /// <inheritdoc/>
    public override void Hash(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> output)
    {
        _hash.AppendData(first);
        _hash.AppendData(second);
        _hash.AppendData(third);
        _hash.GetHashAndReset(output);
    }

    /// <inheritdoc/>
    public override void Dispose() => _hash.Dispose();
}
