using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Ringback.Server.Http;

/// <summary>Says to callers of the API in its words what they lack.</summary>
internal sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _ofOthers = new();

    /// <inheritdoc/>
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        return !ApiRoute.Covers(context) ? _ofOthers.HandleAsync(next, context, policy, authorizeResult)
            : authorizeResult.Challenged ? ApiError.Unauthorized().ExecuteAsync(context)
            : Refusal(authorizeResult).ExecuteAsync(context);
    }

    private static ApiErrorResult Refusal(PolicyAuthorizationResult result) =>
        result.AuthorizationFailure?.FailedRequirements.OfType<ScopeRequirement>().FirstOrDefault() is { } missing
            ? ApiError.MissingScope(missing.Scopes[0])
            : ApiError.Forbidden("The token does not allow this.");
}
