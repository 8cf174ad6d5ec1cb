using System.Collections.Frozen;
using Ringback.Access;
using Ringback.Installation;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;

namespace Ringback.Server.Api;

/// <summary>Tokens, for the administrator of the installation: <c>/v1/tokens</c>.</summary>
internal static class TokensApi
{
    private const long MaxBody = 64 * 1024;
    private const int MaxText = 255;
    private const int MaxWords = 100;
    private const string Person = "person";
    private const string Bot = "bot";

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tokens").RequireToken().WithTags("Tokens");
        group.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Features.Get<Principal>()?.Has(AccessScopes.Administer) == true
                ? await next(context)
                : ApiError.Forbidden($"Missing required scope: {AccessScopes.Administer}"));
        group.MapGet("/", List)
            .Describe("listTokens", "List access tokens",
                "Lists the access tokens of the installation, newest first.")
            .Answers<AccessTokenList>()
            .Fails(401, 403);
        group.MapPost("/", Create)
            .Describe("createToken", "Create an access token",
                "Creates an access token, which is shown only now.")
            .Reads(JsonBody.Json, typeof(CreateTokenRequest))
            .Answers<CreatedAccessToken>()
            .Fails(400, 401, 403, 413, 415, 503);
        group.MapDelete("/{tokenId}", Revoke)
            .Describe("revokeToken", "Revoke an access token",
                "Revokes an access token.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(401, 403, 404, 503);
        return group;
    }

    private static JsonAnswer<AccessTokenList> List(TokenRegistry tokens) => new JsonAnswer<AccessTokenList>(
        new AccessTokenList([.. tokens.List().Select(ToWire)]));

    private static async Task<IResult> Create(
        Caller caller, TokenRegistry tokens, TimeProvider time, HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = await JsonBody.ReadFieldsAsync(request, MaxBody, cancellationToken);
        var principal = Read(fields, caller.Principal, time.GetMillisecond());
        if (fields.Problems.Count > 0)
        {
            return ApiError.Invalid(fields.Problems);
        }

        var token = await tokens.CreateAsync(principal, cancellationToken);
        var wire = ToWire(principal);
        return new JsonAnswer<CreatedAccessToken>(new CreatedAccessToken(wire, token));
    }

    private static async Task<IResult> Revoke(
        string tokenId, TokenRegistry tokens, CancellationToken cancellationToken) =>
        WebexId.TryParse(tokenId, WebexIdTypes.Token, out var id)
        && await tokens.RevokeAsync(id, cancellationToken) is not null
            ? TypedResults.NoContent()
            : ApiError.NotFound("token");

    private static Principal Read(JsonFields fields, Principal caller, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var type = fields.Text("personType") ?? Person;
        if (type is not (Person or Bot))
        {
            fields.Problems.Add($"personType must be {Person} or {Bot}; \"{Excerpt.Of(type)}\" came");
        }

        var expiresAt = fields.Time("expiresAt");
        if (expiresAt is { } past && past <= now)
        {
            fields.Problems.Add($"expiresAt must be in the future; {WebexTimestamp.Format(past)} came");
        }

        var name = Text(fields, "name") ?? "token";
        return new Principal
        {
            TokenId = id,
            Name = name,
            PersonId = Text(fields, "personId") ?? WebexId.Create(WebexIdTypes.People, Guid.CreateVersion7(now)),
            OrgId = Text(fields, "orgId") ?? caller.OrgId,
            AppId = Text(fields, "appId") ?? WebexId.CreateApplication(id),
            IsBot = type == Bot,
            DisplayName = Text(fields, "displayName") ?? name,
            Emails = Words(fields, "emails"),
            Scopes = Words(fields, "scopes").ToFrozenSet(),
            Roles = Words(fields, "roles").ToFrozenSet(),
            Created = now,
            ExpiresAt = expiresAt,
        };
    }

    private static string? Text(JsonFields fields, string name)
    {
        var text = fields.Text(name);
        if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > MaxText))
        {
            fields.Problems.Add($"{name} must have 1 to {MaxText} characters; {text.Length} came");
        }

        return text;
    }

    private static List<string> Words(JsonFields fields, string name)
    {
        var words = fields.Texts(name) ?? [];
        if (words.Count > MaxWords || words.Any(word => word.Length > MaxText || word.Any(char.IsWhiteSpace)))
        {
            fields.Problems.Add($"{name} must be at most {MaxWords} words without spaces, of at most {MaxText} characters");
        }

        return words;
    }

    private static AccessToken ToWire(Principal principal) => new()
    {
        Id = WebexId.Create(WebexIdTypes.Token, principal.TokenId),
        Name = principal.Name,
        PersonId = principal.PersonId,
        OrgId = principal.OrgId,
        AppId = principal.AppId,
        PersonType = principal.IsBot ? Bot : Person,
        DisplayName = principal.DisplayName,
        Emails = principal.Emails,
        Scopes = [.. principal.Scopes.Order(StringComparer.Ordinal)],
        Roles = [.. principal.Roles.Order(StringComparer.Ordinal)],
        Created = principal.Created,
        ExpiresAt = principal.ExpiresAt,
        RevokedAt = principal.RevokedAt,
    };
}
