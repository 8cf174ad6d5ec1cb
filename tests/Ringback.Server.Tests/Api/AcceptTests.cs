using System.Net;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>What callers say that they take, and the JSON that there is.</summary>
public sealed class AcceptTests(SharedServer shared)
{
    [Theory, WebexRow("4.3", "406")]
    [InlineData("application/xml")]
    [InlineData("text/html, image/*;q=0.5")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;q=0, */*")]
    [InlineData("application/*;q=0, */*")]
    [InlineData("*/*;q=0")]
    [InlineData("application/jsonp")]
    public async Task Accept_without_json_is_a_406(string accept)
    {
        var reply = await SendAsync("GET", "v1/webhooks", accept);

        reply.ShouldFail(HttpStatusCode.NotAcceptable);
    }

    [Theory, WebexRow("4.3", "406")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json;q=0.001")]
    [InlineData("text/html, */*;q=0.1")]
    [InlineData("application/*;q=0, application/json")]
    [InlineData("application/json, text/plain, */*")]
    [InlineData("nonsense")]
    public async Task Accept_with_json_is_answered_with_json(string? accept)
    {
        var reply = await SendAsync("GET", "v1/webhooks", accept);

        Assert.Equal("application/json; charset=utf-8", reply.ShouldBe(HttpStatusCode.OK).Header("Content-Type"));
    }

    [Fact]
    public async Task Refused_create_makes_nothing()
    {
        var person = (await shared.NewTenantAsync()).Person;
        using var client = shared.Server.As(person.Token);
        client.DefaultRequestHeaders.Add("Accept", "text/plain");

        (await client.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldFail(HttpStatusCode.NotAcceptable);

        Assert.Empty((await person.SendAsync("GET", "v1/webhooks")).Items);
    }

    [Theory]
    [InlineData("GET", "health/live", HttpStatusCode.OK)]
    [InlineData("GET", "metrics", HttpStatusCode.OK)]
    [InlineData("GET", "openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("DELETE", "v1/webhooks/unknown", HttpStatusCode.NotFound)]
    public async Task What_is_not_answered_with_json_is_not_refused(string method, string path, HttpStatusCode status) =>
        (await SendAsync(method, path, "text/plain")).ShouldBe(status);

    private async Task<Reply> SendAsync(string method, string path, string? accept)
    {
        using var client = shared.Server.As((await shared.NewTenantAsync()).Person.Token);
        if (accept is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(method, path);
    }
}
