using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Ringback.Protocol.Records;

namespace Ringback.Server.Http;

/// <summary>Who may call which route of the API: with a token, and with a scope where the route asks for one.</summary>
internal static class Authorization
{
    /// <summary>Adds the scheme of bearer tokens and what answers those who may not.</summary>
    public static void AddApiAuthorization(this IServiceCollection services)
    {
        services.AddAuthentication(BearerTokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.SchemeName, null);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
    }

    /// <summary>
    /// Refuses requests that carry no valid token, or too many with the same one, before anything of them is read. It is said of
    /// the API as a whole, so that a route that says nothing of its own is not open.
    /// </summary>
    public static RouteGroupBuilder RequireToken(this RouteGroupBuilder group) => group.RequireAuthorization()
        .WithMetadata(new ProducesResponseTypeMetadata(
            StatusCodes.Status429TooManyRequests, typeof(ErrorBody), [MediaType.Json]));

    /// <summary>Refuses requests whose token has none of the scopes.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder =>
        route.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(new ScopeRequirement(scopes)).Build());
}
