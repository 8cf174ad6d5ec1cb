using System.Net;

namespace Ringback.Server.Tests.Api;

/// <summary>What a browser asks before it lets a page of another origin call the API, and what it lets the page see.</summary>
public sealed class CrossOriginTests(SharedServer shared)
{
    private const string Origin = "https://app.example.com";

    [Theory]
    [InlineData("v1/webhooks", "POST")]
    [InlineData("webhooks/x", "PUT")]
    [InlineData("v1/webhooks/x", "DELETE")]
    [InlineData("v1/events", "GET")]
    [InlineData("v1/nothing", "GET")]
    public async Task Preflight_allows_the_method_and_headers_that_are_asked_for(string path, string method)
    {
        using var client = Client(Origin);
        client.DefaultRequestHeaders.Add("Access-Control-Request-Method", method);
        client.DefaultRequestHeaders.Add("Access-Control-Request-Headers", "authorization,content-type,trackingid");

        var reply = (await client.SendAsync("OPTIONS", path)).ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal(method, reply.Header("Access-Control-Allow-Methods"));
        Assert.Equal("authorization,content-type,trackingid", reply.Header("Access-Control-Allow-Headers"));
        Assert.Equal("3600", reply.Header("Access-Control-Max-Age"));
    }

    [Theory]
    [InlineData("GET", "v1/people/me", HttpStatusCode.OK)]
    [InlineData("GET", "v1/webhooks?max=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "v1/webhooks/x", HttpStatusCode.NotFound)]
    [InlineData("GET", "v1/tokens", HttpStatusCode.Forbidden)]
    [InlineData("PATCH", "v1/webhooks", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "v1/webhooks", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("GET", "v1/nothing", HttpStatusCode.NotFound)]
    public async Task Answers_and_errors_may_be_read_with_their_headers(string method, string path, HttpStatusCode status)
    {
        using var client = Client(Origin);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await shared.NewTenantAsync()).Person.Token);

        var reply = (await client.SendAsync(method, path)).ShouldBe(status);

        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Link,TrackingID,Retry-After", reply.Header("Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task Refusal_without_a_token_may_be_read()
    {
        using var client = Client(Origin);

        var reply = (await client.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.Unauthorized);

        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Only_the_origins_of_the_setting_may_call()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:CorsOrigins"] = $"{Origin}, https://b.example.com" });
        using var listed = server.As(server.PersonToken);
        listed.DefaultRequestHeaders.Add("Origin", Origin);
        using var other = server.As(server.PersonToken);
        other.DefaultRequestHeaders.Add("Origin", "https://evil.example.com");

        Assert.Equal(Origin, (await listed.SendAsync("GET", "v1/people/me")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await other.SendAsync("GET", "v1/people/me")).Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(Origin)]
    [InlineData($"{Origin}, https://b.example.com")]
    public async Task Answers_say_that_they_differ_by_origin_also_to_requests_without_one(string origins)
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Ringback:CorsOrigins"] = origins });
        using var page = server.As(server.PersonToken);
        page.DefaultRequestHeaders.Add("Origin", Origin);
        using var person = server.As(server.PersonToken);

        Assert.Equal("Origin", (await page.SendAsync("GET", "v1/people/me")).Header("Vary"));
        Assert.Equal("Origin", (await person.SendAsync("GET", "v1/people/me")).Header("Vary"));
        Assert.Equal("Origin", (await person.SendAsync("GET", "v1/webhooks?max=0")).Header("Vary"));
        Assert.Equal("Origin", (await server.Anonymous.SendAsync("GET", "v1/webhooks")).Header("Vary"));
    }

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/path")]
    [InlineData("ftp://app.example.com")]
    public async Task Setting_that_is_no_origin_fails_the_start(string origin)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            RunningServer.StartAsync(new Dictionary<string, string?> { ["Ringback:CorsOrigins:0"] = origin }));

        Assert.Contains($"\"{origin}\" came", failure.Message, StringComparison.Ordinal);
    }

    private HttpClient Client(string origin)
    {
        var client = shared.Server.As("x");
        client.DefaultRequestHeaders.Authorization = null;
        client.DefaultRequestHeaders.Add("Origin", origin);
        return client;
    }
}
