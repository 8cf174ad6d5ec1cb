using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>The two blocks of RFC 2104 that a key stands for: what is hashed before the message and before its hash.</summary>
internal sealed class HmacPads
{
    public const int BlockSize = 64; // SHA-1 and SHA-256 alike

    public HmacPads(byte[] key, HashAlgorithmName algorithm)
    {
        var used = key.Length > BlockSize ? CryptographicOperations.HashData(algorithm, key) : key;
        used.CopyTo(Inner, 0);
        used.CopyTo(Outer, 0);
        for (var i = 0; i < BlockSize; i++)
        {
            Inner[i] ^= 0x36;
            Outer[i] ^= 0x5c;
        }
    }

    public byte[] Inner { get; } = new byte[BlockSize];

    public byte[] Outer { get; } = new byte[BlockSize];
}
