using System.Runtime.ConstrainedExecution;
using System.Security.Cryptography;

namespace Ringback.Delivery.Callbacks;

/// <summary>A hash of OpenSSL, with a context that is used again and again.</summary>
internal sealed class OpenSslHash : BlockHash
{
    private readonly OpenSsl _library;
    private readonly nint _algorithm;
    private readonly Context _context;

    /// <summary>Sets up a hash with a context of its own.</summary>
    public OpenSslHash(OpenSsl library, HashAlgorithmName algorithm)
    {
        _library = library;
        _algorithm = algorithm == HashAlgorithmName.SHA1 ? library.Sha1 : library.Sha256;
        _context = new Context(library);
    }

    /// <inheritdoc/>
    public override void Hash(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> output)
    {
        if (output.Length < (_algorithm == _library.Sha1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes))
        {
            throw new ArgumentException("There is no room for the hash.", nameof(output));
        }

        _library.Hash(_context.Handle, _algorithm, first, second, third, output);
        GC.KeepAlive(_context);
    }

    /// <inheritdoc/>
    public override void Dispose() => _context.Dispose();

    /// <summary>Frees the context when its thread has ended and nobody else can.</summary>
    private sealed class Context(OpenSsl library) : CriticalFinalizerObject, IDisposable
    {
        private nint _handle = library.NewContext();

        ~Context() => Free();

        public nint Handle => _handle;

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
            {
                library.FreeContext(handle);
            }
        }
    }
}
