using Microsoft.AspNetCore.Diagnostics;
using Ringback.Installation;

namespace Ringback.Server.Http;

/// <summary>Answers what endpoints of the API throw: a store that is away, and bugs.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiRoute.Covers(httpContext))
        {
            return false;
        }

        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var error = exception switch
        {
            BadHttpRequestException bad => new ApiErrorResult(bad.StatusCode, ["The request could not be read."]),
            StoreUnavailableException { IsRefused: true } => ApiError.Internal(),
            StoreUnavailableException { IsOutcomeUnknown: true } => ApiError.OutcomeUnknown(),
            StoreUnavailableException => ApiError.Unavailable(),
            _ => ApiError.Internal(),
        };
        if (error.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            Log.Unavailable(logger, TrackingId.Of(httpContext), exception.Message);
        }
        else if (error.StatusCode == StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, TrackingId.Of(httpContext), exception);
        }

        await error.ExecuteAsync(httpContext);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 100, Level = LogLevel.Error, EventName = "request.failed", Message = "Request {TrackingId} failed")]
        public static partial void Failed(ILogger logger, string trackingId, Exception exception);

        [LoggerMessage(EventId = 101, Level = LogLevel.Warning, EventName = "request.unavailable",
            Message = "Request {TrackingId} was refused: {Reason}")]
        public static partial void Unavailable(ILogger logger, string trackingId, string reason);
    }
}
