using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>Every error that the API answers with: the texts stand here and nowhere else.</summary>
internal static class ApiError
{
    /// <summary>The codings of bodies that are unpacked, as <c>Accept-Encoding</c> has them.</summary>
    public const string AcceptedEncodings = "gzip, deflate, br";

    /// <summary>400: fields are missing or wrong.</summary>
    public static ApiErrorResult Invalid(IReadOnlyList<Problem> problems) =>
        new(StatusCodes.Status400BadRequest, [.. problems.Select(problem => problem.Text)]);

    /// <summary>400: the request as a whole is wrong.</summary>
    public static ApiErrorResult Invalid(string problem) => new(StatusCodes.Status400BadRequest, [problem]);

    /// <summary>408: the body came too slowly to be waited for.</summary>
    public static ApiErrorResult TooSlow() => new(StatusCodes.Status408RequestTimeout,
        ["The request body came too slowly; send it again."]);

    /// <summary>401, in Webex's words.</summary>
    public static ApiErrorResult Unauthorized() => new(StatusCodes.Status401Unauthorized,
        ["The request requires a valid access token set in the Authorization request header."]);

    /// <summary>403: the token lacks a scope or role.</summary>
    public static ApiErrorResult Forbidden(string reason) => new(StatusCodes.Status403Forbidden, [reason]);

    /// <summary>403: the token lacks a scope.</summary>
    public static ApiErrorResult MissingScope(string scope) => Forbidden($"Missing required scope: {scope}");

    /// <summary>404: not there, or not the caller's, which looks the same.</summary>
    public static ApiErrorResult NotFound(string what) =>
        new(StatusCodes.Status404NotFound, [$"The requested {what} could not be found."]);

    /// <summary>406: the answer would be JSON, and the caller takes none.</summary>
    public static ApiErrorResult NotAcceptable() => new(StatusCodes.Status406NotAcceptable,
        [$"Only {MediaType.Json} can be answered, and the Accept header does not allow it."]);

    /// <summary>409: something else is in the way.</summary>
    public static ApiErrorResult Conflict(string reason) => new(StatusCodes.Status409Conflict, [reason]);

    /// <summary>413: the body is too long.</summary>
    public static ApiErrorResult TooLarge(long limit) => new(StatusCodes.Status413PayloadTooLarge,
        [$"The request body must be at most {limit} bytes."]);

    /// <summary>413: one event of several is too long.</summary>
    public static ApiErrorResult EventTooLarge(string what, long limit) => new(StatusCodes.Status413PayloadTooLarge,
        [$"{what} must be at most {limit} bytes."]);

    /// <summary>415: the body is packed in a way that is not read.</summary>
    public static ApiErrorResult UnsupportedEncoding(string came) => new(StatusCodes.Status415UnsupportedMediaType,
        [$"Content encoding '{Excerpt.Of(came)}' not supported; allowed are {AcceptedEncodings}."]);

    /// <summary>415: the body is of a type that the route does not read.</summary>
    public static ApiErrorResult UnsupportedMediaType(string? came, string allowed) => new(
        StatusCodes.Status415UnsupportedMediaType,
        [$"Content type '{came ?? "none"}' not supported; allowed is {allowed}."]);

    /// <summary>429: the token has asked too often.</summary>
    public static ApiErrorResult TooManyRequests(long seconds) => new(StatusCodes.Status429TooManyRequests,
        [$"This token has used up its requests; try again in {seconds} s."]);

    /// <summary>503: the store cannot commit; nothing was done.</summary>
    public static ApiErrorResult Unavailable() => new(StatusCodes.Status503ServiceUnavailable,
        ["The service cannot store anything at the moment; nothing was done. Try again."]);

    /// <summary>503: the bodies of other requests take all the memory that there is for them.</summary>
    public static ApiErrorResult Busy() => new(StatusCodes.Status503ServiceUnavailable,
        ["The service has too many large requests at the moment; nothing was done. Try again."]);

    /// <summary>503: the store went away while it was committing.</summary>
    public static ApiErrorResult OutcomeUnknown() => new(StatusCodes.Status503ServiceUnavailable,
        ["The service lost its database while it was storing this; it may have been done or not. Look before you try again."])
    {
        SaysWhenToRetry = false,
    };

    /// <summary>500: a fault of the server; the answer shows nothing of it.</summary>
    public static ApiErrorResult Internal() => new(StatusCodes.Status500InternalServerError,
        ["Something went wrong inside the service. Quote the tracking id when you report it."]);

    /// <summary>A status that the framework gave without a body, such as 404 for a route or 405 for a method.</summary>
    public static ApiErrorResult Status(HttpContext context) => new(context.Response.StatusCode,
    [
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{context.Request.Method} is not allowed here; allowed are {context.Response.Headers.Allow}.",
            var status => $"The request was refused with status {status}.",
        },
    ]);
}
