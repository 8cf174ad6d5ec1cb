using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Ringback.Access;

namespace Ringback.Server.Http;

/// <summary>A principal as the framework's authorization sees it.</summary>
internal sealed class TokenIdentity : ClaimsIdentity
{
    // A token is used for many requests; a revoked one gives up its principal, and this with it.
    private static readonly ConditionalWeakTable<Principal, AuthenticationTicket> Tickets = [];

    private TokenIdentity(Principal principal)
        : base(BearerTokenHandler.SchemeName) => Principal = principal;

    /// <summary>The principal that the token speaks for.</summary>
    public Principal Principal { get; }

    /// <summary>What a request with a token of the principal shows.</summary>
    public static AuthenticationTicket TicketOf(Principal principal) => Tickets.GetValue(
        principal,
        static known => new AuthenticationTicket(
            new ClaimsPrincipal(new TokenIdentity(known)), BearerTokenHandler.SchemeName));
}
