using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ringback.Microbench.Signing;

/// <summary>OpenSSL's EVP_MAC with the key set up once, and its state duplicated for each callback.</summary>
internal sealed unsafe partial class OpenSslMacSigner : ISigner
{
    private const string Library = "libcrypto.so.3";
    private readonly nint _spark;
    private readonly nint _standard;

    public OpenSslMacSigner(byte[] sparkKey, byte[] standardKey)
    {
        _spark = Keyed("SHA1", sparkKey);
        _standard = Keyed("SHA256", standardKey);
    }

    public (string Spark, string Standard) Sign(string id, long sentAt, ReadOnlySpan<byte> body)
    {
        Span<byte> spark = stackalloc byte[HMACSHA1.HashSizeInBytes];
        Span<byte> standard = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureText.LongestPrefix];
        prefix = prefix[..SignatureText.WritePrefix(prefix, id, sentAt)];
        Hash(_spark, [], body, spark);
        Hash(_standard, prefix, body, standard);
        return SignatureText.Of(spark, standard);
    }

    private static void Hash(nint keyed, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        var context = Duplicate(keyed);
        fixed (byte* first = prefix, second = body, output = hash)
        {
            if (prefix.Length > 0)
            {
                _ = Update(context, first, (nuint)prefix.Length);
            }

            _ = Update(context, second, (nuint)body.Length);
            _ = Final(context, output, out _, (nuint)hash.Length);
        }

        Free(context);
    }

    private static nint Keyed(string digest, byte[] key)
    {
        var context = New(Fetch(0, "HMAC", null));
        var parameters = stackalloc Parameter[2];
        parameters[0] = Text("digest", digest);
        parameters[1] = default;
        fixed (byte* bytes = key)
        {
            return Init(context, bytes, (nuint)key.Length, parameters) == 1
                ? context
                : throw new CryptographicException("EVP_MAC_init failed.");
        }
    }

    private static Parameter Text(string key, string value) => new()
    {
        Key = Marshal.StringToCoTaskMemUTF8(key),
        Type = 4, // OSSL_PARAM_UTF8_STRING
        Data = Marshal.StringToCoTaskMemUTF8(value),
        Size = (nuint)value.Length,
    };

    [LibraryImport(Library, EntryPoint = "EVP_MAC_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_new")]
    private static partial nint New(nint mac);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_dup")]
    private static partial nint Duplicate(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_free")]
    private static partial void Free(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_init")]
    private static partial int Init(nint context, byte* key, nuint length, Parameter* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_update")]
    private static partial int Update(nint context, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_final")]
    private static partial int Final(nint context, byte* hash, out nuint length, nuint size);

    // OSSL_PARAM; its last field, which is for answers, is not needed.
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    private struct Parameter
    {
        public nint Key;
        public uint Type;
        public nint Data;
        public nuint Size;
    }
}
