using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Ringback.Server.Http;

namespace Ringback.Server.Tests.Api;

/// <summary>What callers are told who may not.</summary>
public sealed class AuthorizationAnswersTests
{
    private static readonly AuthorizationPolicy OfOthers = new AuthorizationPolicyBuilder().RequireRole("auditor").Build();

    [Fact]
    public async Task Policy_that_asks_for_no_scope_is_refused_like_any_other()
    {
        var paths = new ApiPaths();
        paths.Add(RoutePatternFactory.Parse("/v1/audit"));
        await using var services = new ServiceCollection().AddSingleton(paths).BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = "/v1/audit";
        context.Response.Body = body;

        await new AuthorizationAnswers().HandleAsync(
            _ => throw new InvalidOperationException("It was let through."), context, OfOthers,
            PolicyAuthorizationResult.Forbid(AuthorizationFailure.Failed(OfOthers.Requirements)));

        Assert.Equal(StatusCodes.Status403Forbidden, context.Response.StatusCode);
        Assert.Equal("The token does not allow this.",
            JsonElement.Parse(body.ToArray()).GetProperty("message").GetString());
    }
}
