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
    private const int MaxBody = 64 * 1024;
    private const string Person = "person";
    private const string Bot = "bot";

    /// <summary>Maps the routes under a prefix.</summary>
    public static RouteGroupBuilder MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/tokens").RequireScope(AccessScopes.Administer).WithTags("Tokens");
        group.MapGet("/", List)
            .Describe("listTokens", "List access tokens",
                "Lists the access tokens of the installation, newest first.")
            .Answers<AccessTokenList>()
            .Fails(401, 403);
        group.MapPost("/", Create)
            .Describe("createToken", "Create an access token",
                "Creates an access token, which is shown only now.")
            .Reads<CreateTokenRequest>(MaxBody)
            .Answers<CreatedAccessToken>()
            .Fails(400, 401, 403, 408, 413, 415, 503);
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
        Caller caller, Body<CreateTokenRequest> body, TokenRegistry tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        var problems = Problem.Join(body.Problems, Check(body.Value, time.GetMillisecond()));
        if (problems.Count > 0)
        {
            return ApiError.Invalid(problems);
        }

        var principal = ToPrincipal(body.Value, caller.Principal, time.GetMillisecond());
        var token = await tokens.CreateAsync(principal, cancellationToken);
        return new JsonAnswer<CreatedAccessToken>(new CreatedAccessToken(ToWire(principal), token));
    }

    private static async Task<IResult> Revoke(
        string tokenId, TokenRegistry tokens, CancellationToken cancellationToken) =>
        WebexId.TryParse(tokenId, WebexIdTypes.Token, out var id)
        && await tokens.RevokeAsync(id, cancellationToken) is not null
            ? TypedResults.NoContent()
            : ApiError.NotFound("token");

    private static List<Problem> Check(CreateTokenRequest request, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        if (request.PersonType is not (null or Person or Bot))
        {
            problems.Add(Problem.Of("personType", $"must be {Person} or {Bot}; \"{Excerpt.Of(request.PersonType)}\" came"));
        }

        if (request.ExpiresAt is { } past && past <= now)
        {
            problems.Add(Problem.Of("expiresAt", $"must be in the future; {WebexTimestamp.Format(past)} came"));
        }

        CheckText("name", request.Name);
        CheckText("personId", request.PersonId);
        CheckText("orgId", request.OrgId);
        CheckText("appId", request.AppId);
        CheckText("displayName", request.DisplayName);
        CheckWords("emails", request.Emails);
        CheckWords("scopes", request.Scopes);
        CheckWords("roles", request.Roles);
        return problems;

        void CheckText(string field, string? text)
        {
            if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > FieldLimits.TokenText))
            {
                problems.Add(Problem.Of(field, $"must have 1 to {FieldLimits.TokenText} characters; {text.Length} came"));
            }
        }

        void CheckWords(string field, IReadOnlyList<string>? words)
        {
            if (words?.Any(word => word.Any(char.IsWhiteSpace)) == true)
            {
                problems.Add(Problem.Of(field, "must be words without spaces"));
            }
        }
    }

    private static Principal ToPrincipal(CreateTokenRequest request, Principal caller, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var name = request.Name ?? "token";
        return new Principal
        {
            TokenId = id,
            Name = name,
            PersonId = request.PersonId ?? WebexId.Create(WebexIdTypes.People, Guid.CreateVersion7(now)),
            OrgId = request.OrgId ?? caller.OrgId,
            AppId = request.AppId ?? WebexId.CreateApplication(id),
            IsBot = request.PersonType == Bot,
            DisplayName = request.DisplayName ?? name,
            Emails = request.Emails ?? [],
            Scopes = (request.Scopes ?? []).ToFrozenSet(),
            Roles = (request.Roles ?? []).ToFrozenSet(),
            Created = now,
            ExpiresAt = request.ExpiresAt,
        };
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
