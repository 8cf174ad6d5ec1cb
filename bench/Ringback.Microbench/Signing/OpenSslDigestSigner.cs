using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>
/// HMAC by its definition over pads that are kept, with one EVP_MD_CTX of each SHA for each thread, whose digest is fetched
/// once: .NET's own IncrementalHash lets OpenSSL look it up again for each hash.
/// </summary>
internal sealed unsafe partial class OpenSslDigestSigner(byte[] sparkKey, byte[] standardKey) : ISigner
{
    private const string Library = "libcrypto.so.3";

    private static readonly nint Sha1 = Fetch(0, "SHA1", null);
    private static readonly nint Sha256 = Fetch(0, "SHA256", null);

    [ThreadStatic]
    private static nint _sha1;

    [ThreadStatic]
    private static nint _sha256;

    private readonly HmacPads _spark = new(sparkKey, HashAlgorithmName.SHA1);
    private readonly HmacPads _standard = new(standardKey, HashAlgorithmName.SHA256);

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[HmacPads.BlockSize + SignatureText.LongestPrefix];
        _standard.Inner.CopyTo(prefix);
        prefix = prefix[..(HmacPads.BlockSize + SignatureText.WritePrefix(prefix[HmacPads.BlockSize..], id, sentAt))];

        _sha1 = _sha1 == 0 ? New() : _sha1;
        Hash(_sha1, Sha1, _spark.Inner, body, spark);
        Hash(_sha1, Sha1, _spark.Outer, spark, spark);
        _sha256 = _sha256 == 0 ? New() : _sha256;
        Hash(_sha256, Sha256, prefix, body, standard);
        Hash(_sha256, Sha256, _standard.Outer, standard, standard);
        return SignatureText.Of(spark, standard);
    }

    private static void Hash(nint context, nint digest, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        fixed (byte* one = first, two = second, output = hash)
        {
            if (Init(context, digest, null) != 1
                || Update(context, one, (nuint)first.Length) != 1
                || Update(context, two, (nuint)second.Length) != 1
                || Final(context, output, null) != 1)
            {
                throw new CryptographicException("OpenSSL could not hash.");
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint New();

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex2")]
    private static partial int Init(nint context, nint digest, void* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestUpdate")]
    private static partial int Update(nint context, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestFinal_ex")]
    private static partial int Final(nint context, byte* hash, uint* length);
}
