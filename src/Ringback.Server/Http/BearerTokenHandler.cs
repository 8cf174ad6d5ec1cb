using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ringback.Access;

namespace Ringback.Server.Http;

/// <summary>Finds out who calls, by a token of the installation in the <c>Authorization</c> header.</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenRegistry tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        var principal = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? tokens.Authenticate(header[Prefix.Length..].Trim())
            : null;
        if (principal is null)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        Context.Features.Set(principal);
        return Task.FromResult(AuthenticateResult.Success(TokenIdentity.TicketOf(principal)));
    }
}
