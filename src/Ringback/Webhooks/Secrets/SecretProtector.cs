using System.Security.Cryptography;
using Ringback.Installation;

namespace Ringback.Webhooks.Secrets;

/// <summary>
/// Encrypts webhook secrets before they reach a store: AES-256-GCM under one key of the installation, bound to the
/// webhook's id, so that a row cannot lend its secret to another.
/// </summary>
internal sealed class SecretProtector(ISecretKey key) : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int OnStack = 256;

    private readonly ThreadLocal<AesGcm> _cipher = Ciphers(key);

    /// <summary>Nonce, tag and ciphertext of all secrets in one array; null when there are none.</summary>
    public byte[]? Protect(Guid webhookId, SigningSecrets? secrets)
    {
        if (secrets is null)
        {
            return null;
        }

        var plain = SecretsEncoding.ToBytes(secrets);
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        _cipher.Value!.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize + TagSize),
            sealedBytes.AsSpan(NonceSize, TagSize), webhookId.ToByteArray());
        return sealedBytes;
    }

    /// <summary>The secrets again; null when there are none.</summary>
    /// <exception cref="CryptographicException">The key is not the one that encrypted it, or the row was altered.</exception>
    public SigningSecrets? Unprotect(Guid webhookId, byte[]? sealedBytes)
    {
        if (sealedBytes is null)
        {
            return null;
        }

        var length = sealedBytes.Length - NonceSize - TagSize;
        if (length < 0)
        {
            throw new CryptographicException("An encrypted secret is too short.");
        }

        Span<byte> plain = length <= OnStack ? stackalloc byte[length] : new byte[length];
        Span<byte> id = stackalloc byte[16];
        webhookId.TryWriteBytes(id);
        _cipher.Value!.Decrypt(sealedBytes.AsSpan(0, NonceSize), sealedBytes.AsSpan(NonceSize + TagSize),
            sealedBytes.AsSpan(NonceSize, TagSize), plain, id);
        return SecretsEncoding.FromBytes(plain);
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    // One for each thread: a cipher is one thread's at a time, and a start decrypts by several. It goes with its thread.
    private static ThreadLocal<AesGcm> Ciphers(ISecretKey key)
    {
        var bytes = new Lazy<byte[]>(key.Load);
        return new ThreadLocal<AesGcm>(() => new AesGcm(bytes.Value, TagSize));
    }
}
