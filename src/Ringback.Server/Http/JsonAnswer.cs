using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ringback.Protocol.Json;

namespace Ringback.Server.Http;

/// <summary>A JSON body in the dialect of the wire, with its length in the header.</summary>
internal sealed class JsonAnswer<T>(T value, int statusCode = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/json; charset=utf-8";
    private static readonly JsonTypeInfo<T> TypeInfo = (JsonTypeInfo<T>)RingbackJson.Options.GetTypeInfo(typeof(T));

    int? IStatusCodeHttpResult.StatusCode => statusCode;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo);
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.ContentLength = body.Length;
        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
