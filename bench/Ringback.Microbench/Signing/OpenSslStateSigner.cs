using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>
/// HMAC out of OpenSSL's low-level SHA functions (deprecated since 3.0, still there): the state after each pad is made
/// once and copied by value, so that nothing is allocated, fetched or locked.
/// </summary>
internal sealed unsafe partial class OpenSslStateSigner : ISigner
{
    private const string Library = "libcrypto.so.3";
    private readonly ShaState _sparkInner;
    private readonly ShaState _sparkOuter;
    private readonly ShaState _standardInner;
    private readonly ShaState _standardOuter;

    public OpenSslStateSigner(byte[] sparkKey, byte[] standardKey)
    {
        var spark = new HmacPads(sparkKey, HashAlgorithmName.SHA1);
        var standard = new HmacPads(standardKey, HashAlgorithmName.SHA256);
        fixed (ShaState* sparkInner = &_sparkInner, sparkOuter = &_sparkOuter,
            standardInner = &_standardInner, standardOuter = &_standardOuter)
        {
            _ = Sha1Init(sparkInner);
            _ = Sha1Init(sparkOuter);
            _ = Sha256Init(standardInner);
            _ = Sha256Init(standardOuter);
            Update1(sparkInner, spark.Inner);
            Update1(sparkOuter, spark.Outer);
            Update256(standardInner, standard.Inner);
            Update256(standardOuter, standard.Outer);
        }
    }

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];

        var state = _sparkInner;
        Update1(&state, body);
        Final1(&state, spark);
        state = _sparkOuter;
        Update1(&state, spark);
        Final1(&state, spark);

        state = _standardInner;
        Update256(&state, prefix);
        Update256(&state, body);
        Final256(&state, standard);
        state = _standardOuter;
        Update256(&state, standard);
        Final256(&state, standard);
        return SignatureText.Of(spark, standard);
    }

    private static void Update1(ShaState* state, ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            _ = Sha1Update(state, bytes, (nuint)data.Length);
        }
    }

    private static void Final1(ShaState* state, Span<byte> hash)
    {
        fixed (byte* bytes = hash)
        {
            _ = Sha1Final(bytes, state);
        }
    }

    private static void Update256(ShaState* state, ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            _ = Sha256Update(state, bytes, (nuint)data.Length);
        }
    }

    private static void Final256(ShaState* state, Span<byte> hash)
    {
        fixed (byte* bytes = hash)
        {
            _ = Sha256Final(bytes, state);
        }
    }

    [LibraryImport(Library, EntryPoint = "SHA1_Init")]
    private static partial int Sha1Init(ShaState* state);

    [LibraryImport(Library, EntryPoint = "SHA1_Update")]
    private static partial int Sha1Update(ShaState* state, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA1_Final")]
    private static partial int Sha1Final(byte* hash, ShaState* state);

    [LibraryImport(Library, EntryPoint = "SHA256_Init")]
    private static partial int Sha256Init(ShaState* state);

    [LibraryImport(Library, EntryPoint = "SHA256_Update")]
    private static partial int Sha256Update(ShaState* state, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA256_Final")]
    private static partial int Sha256Final(byte* hash, ShaState* state);

    // SHA_CTX has 96 bytes, SHA256_CTX 112.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct ShaState
    {
        public long First;
    }
}
