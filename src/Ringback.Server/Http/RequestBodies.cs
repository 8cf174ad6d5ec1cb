using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ringback.Access;

namespace Ringback.Server.Http;

/// <summary>Reads the body of a request, unpacked, within a limit of its own and one for all requests together.</summary>
internal sealed class RequestBodies(RequestMemory memory, IOptions<RequestOptions> options, TimeProvider time)
{
    private const int WithoutHurry = 16 * 1024;
    private const int Step = 64 * 1024;

    /// <summary>The whole body; its memory counts until the request is over.</summary>
    public async ValueTask<RequestBytes> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return new(default, ApiError.TooLarge(limit));
        }

        // The server's own limit is for routes that have none; ours is told in words.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } serverLimit)
        {
            serverLimit.MaxRequestBodySize = null;
        }

        var encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is "" or "identity")
        {
            return await ReadAsync(request, request.BodyReader, limit, WithoutHurry, cancellationToken);
        }

        var packed = new PackedBody(request.Body, limit);
        await using var unpacked = Unpack(encoding, packed);
        if (unpacked is null)
        {
            request.HttpContext.Response.Headers[HeaderNames.AcceptEncoding] = ApiError.AcceptedEncodings;
            return new(default, ApiError.UnsupportedEncoding(encoding));
        }

        try
        {
            // It may be long and unpack to nothing, so its time runs from the first byte.
            var read = await ReadAsync(request, PipeReader.Create(unpacked), limit, withoutHurry: 0, cancellationToken);
            return packed.IsTooLong ? new(default, ApiError.TooLarge(limit)) : read;
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return new(default, packed.IsTooLong
                ? ApiError.TooLarge(limit)
                : ApiError.Invalid($"The request body is not what its Content-Encoding {encoding} says."));
        }
    }

    private static Stream? Unpack(string encoding, Stream body) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => null,
    };

    private async ValueTask<RequestBytes> ReadAsync(
        HttpRequest request, PipeReader reader, int limit, int withoutHurry, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        RequestMemoryLease? lease = null;
        ITimer? patience = null;
        var nextStep = withoutHurry;
        try
        {
            Hurry(0);
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                if (read.IsCanceled)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return new(default, ApiError.TooSlow());
                }

                var length = body.WrittenCount + read.Buffer.Length;
                if (length > limit)
                {
                    // The server drops the connection of a body whose reading was left half done.
                    reader.AdvanceTo(read.Buffer.End);
                    return new(default, ApiError.TooLarge(limit));
                }

                if (read.IsCompleted && body.WrittenCount == 0 && length <= WithoutHurry)
                {
                    var bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return new(bytes, null);
                }

                if (lease is null)
                {
                    lease = new RequestMemoryLease(memory, request.HttpContext.Features.Get<Principal>()?.OrgId ?? "");
                    request.HttpContext.Response.RegisterForDispose(lease);
                }

                if (!lease.TryGrow(length))
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return new(default, ApiError.Busy());
                }

                Take(read.Buffer, body);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new(body.WrittenMemory, null);
                }

                Hurry(length);
            }
        }
        finally
        {
            if (patience is not null)
            {
                await patience.DisposeAsync();
            }
        }

        void Hurry(long length)
        {
            if (length >= nextStep)
            {
                patience ??= time.CreateTimer(
                    static waiting => ((PipeReader)waiting!).CancelPendingRead(), reader,
                    Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                patience.Change(options.Value.BodyPatience, Timeout.InfiniteTimeSpan);
                nextStep = (int)length + Step;
            }
        }
    }

    private static void Take(ReadOnlySequence<byte> from, ArrayBufferWriter<byte> body)
    {
        foreach (var piece in from)
        {
            body.Write(piece.Span);
        }
    }
}
