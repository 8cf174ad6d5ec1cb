using Ringback.Installation;

namespace Ringback.Simulation;

/// <summary>A key for webhook secrets that every process of a simulated installation has.</summary>
internal sealed class FixedKey : ISecretKey
{
    /// <inheritdoc/>
    public byte[] Load() => [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
}
