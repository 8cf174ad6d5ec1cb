using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>The two hashes of a webhook's signatures, with its keys set up. Not thread-safe.</summary>
internal sealed class KeyedHashes : IDisposable
{
    /// <summary>Sets up the keys of a target that signs.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Webex's format; HMAC does not rest on collisions.")]
    public KeyedHashes(CallbackTarget target, byte[] sparkKey, byte[] standardKey)
    {
        Target = target;
        Spark = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, sparkKey);
        Standard = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, standardKey);
    }

    /// <summary>Whose keys they are.</summary>
    public CallbackTarget Target { get; }

    /// <summary>For <c>X-Spark-Signature</c>.</summary>
    public IncrementalHash Spark { get; }

    /// <summary>For <c>webhook-signature</c>.</summary>
    public IncrementalHash Standard { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Spark.Dispose();
        Standard.Dispose();
    }
}
