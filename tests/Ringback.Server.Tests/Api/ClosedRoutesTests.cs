using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ringback.Server.Tests.Api;

/// <summary>Every route of the server needs a token, but for those that are listed here.</summary>
public sealed class ClosedRoutesTests
{
    private static readonly string[] Open = ["health", "metrics", "openapi", "docs"];

    [Fact]
    public async Task Every_route_but_the_open_ones_has_a_policy_and_refuses_who_has_no_token()
    {
        ICollection<EndpointDataSource> sources = [];
        await using var server = await RunningServer.StartAsync(mapPages: routes => sources = routes.DataSources);

        var closed = sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => !Open.Contains(route.RoutePattern.RawText!.Trim('/').Split('/')[0]))
            .ToList();

        Assert.True(closed.Count >= 2 * 14, $"Only {closed.Count} routes were found.");
        Assert.All(closed, route => Assert.NotNull(route.Metadata.GetMetadata<IAuthorizeData>()));
        foreach (var route in closed)
        {
            var path = Regex.Replace(route.RoutePattern.RawText!.Trim('/'), @"\{\w+\}", "x");
            foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Except([HttpMethods.Head]))
            {
                (await server.Anonymous.SendAsync(method, path)).ShouldFail(HttpStatusCode.Unauthorized);
            }
        }
    }
}
