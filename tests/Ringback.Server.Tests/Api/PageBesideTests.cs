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
}
