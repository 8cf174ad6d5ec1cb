using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace Ringback.Server.Http;

/// <summary>Reads a request's body as JSON, within a limit, and refuses with words what is not JSON.</summary>
internal static class JsonBody
{
    /// <summary>The media type that the API reads.</summary>
    public const string Json = "application/json";

    /// <summary>The whole body as one value.</summary>
    /// <exception cref="RequestRefusedException">With 400, 413 or 415.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestRefusedException(ApiError.UnsupportedMediaType(request.ContentType, Json));
        }

        return Parse(await ReadBytesAsync(request, limit, cancellationToken), "The request body");
    }

    /// <summary>The whole body as an object's fields.</summary>
    /// <exception cref="RequestRefusedException">With 400, 413 or 415.</exception>
    public static async Task<JsonFields> ReadFieldsAsync(
        HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        var document = await ReadAsync(request, limit, cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new JsonFields(document.RootElement, "")
            : throw new RequestRefusedException(ApiError.Invalid("The request body must be a JSON object."));
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="RequestRefusedException">With 413 when it is longer than the limit.</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw new RequestRefusedException(ApiError.TooLarge(limit));
        }

        // The server's own limit is for routes that have none; ours is told in words.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } serverLimit)
        {
            serverLimit.MaxRequestBodySize = null;
        }

        var reader = request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                // The server drops the connection of a body whose reading was left half done.
                reader.AdvanceTo(read.Buffer.End);
                throw new RequestRefusedException(ApiError.TooLarge(limit));
            }

            if (read.IsCompleted)
            {
                break;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var bytes = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }

    /// <summary>Parses JSON text.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="what">How to name it when it is not JSON.</param>
    /// <exception cref="RequestRefusedException">With 400, and where the text stops being JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw new RequestRefusedException(ApiError.Invalid($"{what} is not valid UTF-8."));
        }

        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw new RequestRefusedException(ApiError.Invalid(bytes.IsEmpty
                ? $"{what} is empty; JSON is expected."
                : $"{what} is not valid JSON: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}."));
        }
    }
}
