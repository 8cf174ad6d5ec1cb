using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>HMAC out of SHA-1 and SHA-256 in C#, with the state after each pad made once and copied.</summary>
internal sealed class ManagedSigner : ISigner
{
    private const int Block = HmacPads.BlockSize;

    private static readonly uint[] Start1 = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    private static readonly uint[] Start256 =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static readonly uint[] Rounds = MakeRounds();

    private readonly uint[] _sparkInner = [.. Start1];
    private readonly uint[] _sparkOuter = [.. Start1];
    private readonly uint[] _standardInner = [.. Start256];
    private readonly uint[] _standardOuter = [.. Start256];

    private delegate void Compression(Span<uint> state, ReadOnlySpan<byte> block);

    public ManagedSigner(byte[] sparkKey, byte[] standardKey)
    {
        var spark = new HmacPads(sparkKey, HashAlgorithmName.SHA1);
        var standard = new HmacPads(standardKey, HashAlgorithmName.SHA256);
        Compress1(_sparkInner, spark.Inner);
        Compress1(_sparkOuter, spark.Outer);
        Compress256(_standardInner, standard.Inner);
        Compress256(_standardOuter, standard.Outer);
    }

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(Compress1, _sparkInner, [], body, spark);
        Hash(Compress1, _sparkOuter, [], spark, spark);
        Hash(Compress256, _standardInner, prefix, body, standard);
        Hash(Compress256, _standardOuter, [], standard, standard);
        return SignatureText.Of(spark, standard);
    }

    // One block was hashed before: the pad.
    private static void Hash(
        Compression compress, uint[] keyed, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        Span<uint> state = stackalloc uint[keyed.Length];
        keyed.CopyTo(state);
        Span<byte> block = stackalloc byte[Block];
        var length = Block + first.Length + second.Length;
        var filled = Feed(compress, state, block, 0, first);
        filled = Feed(compress, state, block, filled, second);
        block[filled++] = 0x80;
        if (filled > Block - 8)
        {
            block[filled..].Clear();
            compress(state, block);
            filled = 0;
        }

        block[filled..].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(block[(Block - 8)..], (ulong)length * 8);
        compress(state, block);
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * 4)..], state[i]);
        }
    }

    private static int Feed(Compression compress, Span<uint> state, Span<byte> block, int filled, ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (filled == 0 && data.Length >= Block)
            {
                compress(state, data[..Block]);
                data = data[Block..];
                continue;
            }

            var taken = Math.Min(Block - filled, data.Length);
            data[..taken].CopyTo(block[filled..]);
            data = data[taken..];
            filled = (filled + taken) % Block;
            if (filled == 0)
            {
                compress(state, block);
            }
        }

        return filled;
    }

    private static void Compress1(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[80];
        for (var i = 0; i < 80; i++)
        {
            words[i] = i < 16
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..])
                : BitOperations.RotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        }

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var i = 0; i < 80; i++)
        {
            var mixed = i switch
            {
                < 20 => ((b & c) | (~b & d)) + 0x5a827999,
                < 40 => (b ^ c ^ d) + 0x6ed9eba1,
                < 60 => ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc,
                _ => (b ^ c ^ d) + 0xca62c1d6,
            };
            (a, b, c, d, e) = (BitOperations.RotateLeft(a, 5) + mixed + e + words[i], a, BitOperations.RotateLeft(b, 30), c, d);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    private static void Compress256(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[64];
        for (var i = 0; i < 64; i++)
        {
            words[i] = i < 16
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..])
                : words[i - 16] + Mix(words[i - 15], 7, 18, 3) + words[i - 7] + Mix(words[i - 2], 17, 19, 10);
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 64; i++)
        {
            var first = h + Turn(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + Rounds[i] + words[i];
            var second = Turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
            (a, b, c, d, e, f, g, h) = (first + second, a, b, c, d + first, e, f, g);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static uint Mix(uint word, int first, int second, int shift)
        => BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second) ^ (word >> shift);

    private static uint Turn(uint word, int first, int second, int third)
        => BitOperations.RotateRight(word, first) ^ BitOperations.RotateRight(word, second)
            ^ BitOperations.RotateRight(word, third);

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes; a double has enough of them.
    private static uint[] MakeRounds()
        => [.. Enumerable.Range(2, 310)
            .Where(number => Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0))
            .Take(64)
            .Select(prime => (uint)((Math.Cbrt(prime) - Math.Floor(Math.Cbrt(prime))) * 4294967296.0))];
}
