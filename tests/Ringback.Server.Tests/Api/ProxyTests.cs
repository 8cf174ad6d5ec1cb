using System.Net;
using Microsoft.Extensions.Options;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>The link to the next page when a proxy stands before the server.</summary>
public sealed class ProxyTests
{
    private const string Setting = "Ringback:TrustedProxies";

    [Theory, WebexRow("4.2", "the host of the client")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Link_is_on_the_scheme_host_and_port_that_a_trusted_proxy_tells(string proxy)
    {
        await using var server = await StartAsync(proxy);

        Assert.StartsWith(
            "<https://hooks.example.com/v1/webhooks?", await LinkAsync(server, "https", "hooks.example.com"), StringComparison.Ordinal);
        Assert.StartsWith(
            "<https://hooks.example.com:8443/v1/webhooks?",
            await LinkAsync(server, "https", "hooks.example.com:8443"), StringComparison.Ordinal);
        Assert.StartsWith(
            $"<https://{server.BaseUrl.Authority}/v1/webhooks?", await LinkAsync(server, "https", null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.2")]
    [InlineData("10.0.0.0/8")]
    public async Task Word_of_anybody_else_is_not_taken(string? proxy)
    {
        await using var server = await StartAsync(proxy);

        Assert.StartsWith(
            $"<{server.BaseUrl}v1/webhooks?", await LinkAsync(server, "https", "evil.example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_of_proxies_is_believed_as_far_as_each_is_trusted()
    {
        await using var server = await StartAsync("127.0.0.1");

        var link = await LinkAsync(server, "https, http", "forged.example.com, proxy.example.com", "9.9.9.9, 10.0.0.1");

        Assert.StartsWith("<http://proxy.example.com/v1/webhooks?", link, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https", "<x>")]
    [InlineData("java script", "hooks.example.com")]
    public async Task Header_that_is_nonsense_makes_no_broken_link(string scheme, string host)
    {
        await using var server = await StartAsync("127.0.0.1");

        var link = await LinkAsync(server, scheme, host);

        Assert.Matches("^<https?://[a-z0-9.:]+/v1/webhooks\\?[^<>]+>; rel=\"next\"$", link);
    }

    [Theory]
    [InlineData("proxy.internal")]
    [InlineData("10.0.0.0/33")]
    public async Task Proxy_that_is_no_address_fails_the_start_with_a_line_that_names_it(string proxy)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(proxy));

        Assert.Equal(
            $"Ringback:TrustedProxies: \"{proxy}\" is neither an address such as 192.168.1.5 nor a block such as 10.0.0.0/8.",
            Assert.Single(failure.Failures));
    }

    [Fact]
    public async Task Several_proxies_may_stand_in_one_value()
    {
        await using var server = await StartAsync("10.0.0.0/8, 127.0.0.1", Setting);

        Assert.StartsWith(
            "<https://hooks.example.com/v1/webhooks?", await LinkAsync(server, "https", "hooks.example.com"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(null)]
    public async Task Description_is_right_behind_a_proxy_whether_it_is_trusted_or_not(string? proxy)
    {
        await using var server = await StartAsync(proxy);
        using var client = Client(server, "https", "hooks.example.com");

        var description = (await client.SendAsync("GET", "openapi/v1.json")).ShouldBe(HttpStatusCode.OK);

        var url = description.Json.GetProperty("servers")[0].GetProperty("url").GetString()!;
        var asked = new Uri("https://hooks.example.com/openapi/v1.json");
        Assert.Equal("https://hooks.example.com/v1", new Uri(asked, url).AbsoluteUri);
    }

    [Fact]
    public async Task Link_begins_with_the_path_that_a_trusted_proxy_tells()
    {
        await using var server = await StartAsync("127.0.0.1");
        using var client = Client(server, "https", "hooks.example.com");
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/ringback");

        var link = (await client.SendAsync("GET", "v1/webhooks?max=1")).Header("Link")!;
        var description = (await client.SendAsync("GET", "openapi/v1.json")).ShouldBe(HttpStatusCode.OK);

        Assert.StartsWith("<https://hooks.example.com/ringback/v1/webhooks?", link, StringComparison.Ordinal);
        Assert.Equal("/ringback/v1", description.Json.GetProperty("servers")[0].GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("v1/webhooks?max=1")]
    [InlineData("ringback/v1/webhooks?max=1")]
    public async Task Link_begins_with_the_path_of_the_setting_whether_a_proxy_takes_it_off_or_not(string path)
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:PathBase"] = "/ringback/" });
        using var person = server.As(server.PersonToken);
        await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = "one" }));
        await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = "two" }));

        var link = (await person.SendAsync("GET", path)).ShouldBe(HttpStatusCode.OK).Header("Link")!;

        Assert.StartsWith($"<{server.BaseUrl}ringback/v1/webhooks?", link, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ringback")]
    [InlineData("/a b")]
    [InlineData("//host")]
    public async Task Path_that_is_none_fails_the_start(string path)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:PathBase"] = path }));

        Assert.Contains($"Ringback:PathBase must be a path such as /ringback; \"{path}\" came", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<RunningServer> StartAsync(string? proxy, string setting = $"{Setting}:0")
    {
        var server = await RunningServer.StartAsync(
            proxy is null ? null : new Dictionary<string, string?> { [setting] = proxy });
        using var person = server.As(server.PersonToken);
        await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = "one" }));
        await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = "two" }));
        return server;
    }

    private static async Task<string> LinkAsync(RunningServer server, string scheme, string? host, string @for = "9.9.9.9")
    {
        using var client = Client(server, scheme, host, @for);
        return (await client.SendAsync("GET", "v1/webhooks?max=1")).ShouldBe(HttpStatusCode.OK).Header("Link")!;
    }

    private static HttpClient Client(RunningServer server, string scheme, string? host, string @for = "9.9.9.9")
    {
        var client = server.As(server.PersonToken);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", @for);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        if (host is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-Host", host);
        }

        return client;
    }
}
