using Microsoft.Net.Http.Headers;
using Ringback.Access;
using Ringback.Protocol.Records;

namespace Ringback.Server.Http;

/// <summary>Finds out who calls, by the bearer token, and refuses callers without a good one.</summary>
internal static class BearerTokens
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Refuses requests to the group's routes that carry no valid token, or too many with the same one, before anything of
    /// them is read.
    /// </summary>
    public static RouteGroupBuilder RequireToken(this RouteGroupBuilder group) => group.WithMetadata(
        new TokenRequired(),
        new ProducesResponseTypeMetadata(StatusCodes.Status429TooManyRequests, typeof(ErrorBody), [JsonBody.Json]));

    /// <summary>Checks the token for every route that needs one.</summary>
    public static IApplicationBuilder UseBearerTokens(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenRequired>() is null)
        {
            return next(context);
        }

        var header = context.Request.Headers[HeaderNames.Authorization].ToString();
        var principal = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? context.RequestServices.GetRequiredService<TokenRegistry>().Authenticate(header[Scheme.Length..].Trim())
            : null;
        if (principal is null)
        {
            return ApiError.Unauthorized().ExecuteAsync(context);
        }

        context.Features.Set(principal);
        return next(context);
    });

    private sealed class TokenRequired;
}
