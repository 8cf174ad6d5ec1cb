using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ringback.Server.Tests.Api;

/// <summary>A page that is mapped beside the API is left alone by the API's conventions.</summary>
public sealed class PageBesideTests
{
    [Fact]
    public async Task Page_gets_none_of_what_holds_for_the_API()
    {
        await using var server = await RunningServer.StartAsync(mapPages: static routes =>
        {
            routes.MapGet("/overview", () => TypedResults.Content("<p>hello</p>", "text/html"));
            routes.MapGet("/lost", () => TypedResults.StatusCode(404));
            routes.MapGet("/broken", IResult () => throw new InvalidOperationException("x"));
        });
        using var client = server.As(server.PersonToken);
        client.DefaultRequestHeaders.Add("Origin", "https://app.example.com");
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        var page = (await client.SendAsync("GET", "overview")).ShouldBe(HttpStatusCode.OK);
        var head = await client.SendAsync("HEAD", "overview");
        var options = await client.SendAsync("OPTIONS", "overview");
        var lost = (await client.SendAsync("GET", "lost")).ShouldBe(HttpStatusCode.NotFound);
        var broken = (await client.SendAsync("GET", "broken")).ShouldBe(HttpStatusCode.InternalServerError);

        Assert.Equal("<p>hello</p>", page.Text);
        Assert.Null(page.Header("Cache-Control"));
        Assert.Null(page.Header("Access-Control-Allow-Origin"));
        head.ShouldBe(HttpStatusCode.MethodNotAllowed);
        options.ShouldBe(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("GET", options.Header("Allow"));
        Assert.Equal("", options.Text);
        Assert.Equal("", lost.Text);
        Assert.Equal("", broken.Text);
        (await client.SendAsync("GET", "v1/people/me")).ShouldFail(HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("v2/webhooks")]
    [InlineData("overview/lost")]
    [InlineData("")]
    public async Task Path_that_is_nowhere_and_not_below_the_API_is_not_answered_for_it(string path)
    {
        await using var server = await RunningServer.StartAsync();
        server.Anonymous.DefaultRequestHeaders.Add("Origin", "https://app.example.com");

        var reply = (await server.Anonymous.SendAsync("GET", path)).ShouldBe(HttpStatusCode.NotFound);

        Assert.Equal("", reply.Text);
        Assert.Null(reply.Header("Cache-Control"));
        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Page_that_is_asked_for_too_often_is_a_429_without_the_words_of_the_API()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:RateLimit:RequestsPerMinute"] = "1" },
            mapPages: static routes => routes.MapGet("/overview", () => TypedResults.Text("hello")).RequireAuthorization());
        using var client = server.As(server.PersonToken);
        (await client.SendAsync("GET", "overview")).ShouldBe(HttpStatusCode.OK);

        var refused = (await client.SendAsync("GET", "overview")).ShouldBe(HttpStatusCode.TooManyRequests);

        Assert.Equal("", refused.Text);
        Assert.NotNull(refused.Header("Retry-After"));
    }
}
