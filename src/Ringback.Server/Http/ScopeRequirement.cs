using Microsoft.AspNetCore.Authorization;

namespace Ringback.Server.Http;

/// <summary>Asks for one of some scopes.</summary>
/// <param name="Scopes">The scopes; the first is the one that an error names.</param>
internal sealed record ScopeRequirement(params string[] Scopes) : IAuthorizationRequirement, IAuthorizationHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.User.Identity is TokenIdentity { Principal: var principal } && Array.Exists(Scopes, principal.Has))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }
}
