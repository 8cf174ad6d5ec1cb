using System.Reflection;
using System.Text.Json;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>A request record from the body of a request, for a handler's parameter.</summary>
internal sealed class Body<T> : IBindableFromHttpContext<Body<T>>, IRefusable
    where T : class
{
    private const string What = "The request body";

    private Body(T value, IReadOnlyList<Problem> problems, ApiErrorResult? refusal) =>
        (Value, Problems, Refusal) = (value, problems, refusal);

    /// <summary>The record, without the fields that are wrong.</summary>
    public T Value { get; }

    /// <summary>Its fields of a wrong type.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <inheritdoc/>
    public ApiErrorResult? Refusal { get; }

    /// <summary>Called by the framework for a handler's parameter.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()
            ?? throw new InvalidOperationException("The route does not say what it reads.");
        if (!context.Request.HasJsonContentType())
        {
            return Refused(ApiError.UnsupportedMediaType(context.Request.ContentType, MediaType.Json));
        }

        var body = await context.RequestServices.GetRequiredService<RequestBodies>()
            .ReadAsync(context.Request, limit.Bytes, context.RequestAborted);
        return body.Refusal is { } refusal ? Refused(refusal) : Read(RequestText.WithoutMark(body.Text));
    }

    private static Body<T> Read(ReadOnlyMemory<byte> text)
    {
        if (RequestText.Objection(text, What) is { } objection)
        {
            return Refused(ApiError.Invalid([objection]));
        }

        try
        {
            var reader = new FieldReader(text);
            if (reader.Token != JsonTokenType.StartObject)
            {
                reader.Skip();
                reader.ToEnd();
                return Refused(ApiError.Invalid($"{What} must be a JSON object."));
            }

            var record = RequestShape<T>.Read(ref reader);
            if (reader.IsTooDeep)
            {
                return Refused(ApiError.Invalid([RequestText.TooDeep(What)]));
            }

            reader.ToEnd();
            return new Body<T>(record.Value, reader.Problems, null);
        }
        catch (JsonException error)
        {
            return Refused(ApiError.Invalid([RequestText.NotJson(What, error)]));
        }
    }

    private static Body<T> Refused(ApiErrorResult refusal) => new(RequestShape<T>.Empty().Value, [], refusal);
}
