using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>
/// The functions of OpenSSL 3 that hash. The framework uses the same library, but has it look the algorithm up anew for each
/// hash, which takes longer than hashing a callback.
/// </summary>
internal sealed unsafe class OpenSsl
{
    private static readonly string[] Libraries = ["libcrypto.so.3", "libcrypto.so.4"];

    private readonly delegate* unmanaged<nint> _newContext;
    private readonly delegate* unmanaged<nint, void> _freeContext;
    private readonly delegate* unmanaged<nint, nint, void*, int> _begin;
    private readonly delegate* unmanaged<nint, byte*, nuint, int> _add;
    private readonly delegate* unmanaged<nint, byte*, uint*, int> _end;

    private OpenSsl(nint library)
    {
        _newContext = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "EVP_MD_CTX_new");
        _freeContext = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "EVP_MD_CTX_free");
        _begin = (delegate* unmanaged<nint, nint, void*, int>)NativeLibrary.GetExport(library, "EVP_DigestInit_ex2");
        _add = (delegate* unmanaged<nint, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestUpdate");
        _end = (delegate* unmanaged<nint, byte*, uint*, int>)NativeLibrary.GetExport(library, "EVP_DigestFinal_ex");
        var fetch = (delegate* unmanaged<nint, byte*, byte*, nint>)NativeLibrary.GetExport(library, "EVP_MD_fetch");
        fixed (byte* sha1 = "SHA1\0"u8, sha256 = "SHA256\0"u8)
        {
            // They live as long as the process.
            Sha1 = fetch(0, sha1, null);
            Sha256 = fetch(0, sha256, null);
        }
    }

    /// <summary>The library; null on a machine that has none with these functions, or allows neither algorithm.</summary>
    public static OpenSsl? Instance { get; } = Load();

    /// <summary>The handle of its SHA-1.</summary>
    public nint Sha1 { get; }

    /// <summary>The handle of its SHA-256.</summary>
    public nint Sha256 { get; }

    /// <summary>A context, to be given back with <see cref="FreeContext"/>.</summary>
    public nint NewContext()
    {
        var context = _newContext();
        return context != 0 ? context : throw new CryptographicException("OpenSSL could not make a context.");
    }

    /// <summary>Gives a context back.</summary>
    public void FreeContext(nint context) => _freeContext(context);

    /// <summary>Hashes three pieces as one.</summary>
    public void Hash(
        nint context, nint algorithm, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third,
        Span<byte> output)
    {
        fixed (byte* one = first, two = second, three = third, result = output)
        {
            if (_begin(context, algorithm, null) != 1
                || _add(context, one, (nuint)first.Length) != 1
                || (second.Length > 0 && _add(context, two, (nuint)second.Length) != 1)
                || (third.Length > 0 && _add(context, three, (nuint)third.Length) != 1)
                || _end(context, result, null) != 1)
            {
                throw new CryptographicException("OpenSSL could not hash.");
            }
        }
    }

    private static OpenSsl? Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        foreach (var name in Libraries)
        {
            if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "EVP_DigestInit_ex2", out _))
            {
                var found = new OpenSsl(library);
                return found.Sha1 != 0 && found.Sha256 != 0 ? found : null;
            }
        }

        return null;
    }
}
