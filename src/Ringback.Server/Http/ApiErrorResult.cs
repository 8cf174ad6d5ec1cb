using Ringback.Protocol.Records;

namespace Ringback.Server.Http;

/// <summary>An error as Webex words it: <c>message</c>, <c>errors[].description</c> and <c>trackingId</c>.</summary>
internal sealed class ApiErrorResult(int statusCode, IReadOnlyList<string> descriptions) : IResult, IStatusCodeHttpResult
{
    private const string RetryAfterSeconds = "1";

    /// <summary>The status that the answer has.</summary>
    public int StatusCode => statusCode;

    int? IStatusCodeHttpResult.StatusCode => statusCode;

    /// <summary>Whether a 503 says when to come again: never when the same request might then be done twice.</summary>
    public bool SaysWhenToRetry { get; init; } = true;

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Descriptions => descriptions;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        if (statusCode == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (statusCode == StatusCodes.Status503ServiceUnavailable && SaysWhenToRetry)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var body = new ErrorBody(
            descriptions[0], [.. descriptions.Select(text => new ErrorDescription(text))], TrackingId.Of(httpContext));
        return new JsonAnswer<ErrorBody>(body, statusCode).ExecuteAsync(httpContext);
    }
}
