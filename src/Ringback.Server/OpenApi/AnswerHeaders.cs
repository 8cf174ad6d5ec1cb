using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Ringback.Server.Http;

namespace Ringback.Server.OpenApi;

/// <summary>Tells in the description which headers an answer has.</summary>
internal static class AnswerHeaders
{
    private const string Cursor = "cursor";

    /// <summary>Adds them to every answer of an operation.</summary>
    public static void Complete(OpenApiOperation operation)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response)
            {
                continue;
            }

            var headers = response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            headers[TrackingId.HeaderName] = Header("By which the answer can be asked about.", JsonSchemaType.String);
            if (status is "429" or "503")
            {
                headers[HeaderNames.RetryAfter] = Header("In how many seconds to come again.", JsonSchemaType.Integer);
            }
            else if (status == "415")
            {
                headers[HeaderNames.AcceptEncoding] = Header(
                    "The codings that are read, when the body had another one.", JsonSchemaType.String);
            }
            else if (status == "401")
            {
                headers[HeaderNames.WWWAuthenticate] = Header("How to show who calls.", JsonSchemaType.String);
            }
            else if (status == "200" && operation.Parameters?.Any(parameter => parameter.Name == Cursor) == true)
            {
                headers[HeaderNames.Link] = Header("The next page, as <url>; rel=\"next\"; absent on the last one.", JsonSchemaType.String);
            }
        }
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}
