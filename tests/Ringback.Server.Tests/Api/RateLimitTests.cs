using System.Globalization;
using System.Net;
using Ringback.Server.Start;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>The limit of requests per minute and token.</summary>
public sealed class RateLimitTests(SharedServer shared)
{
    private const string Setting = "Ringback:RateLimit:RequestsPerMinute";

    [Fact, WebexRow("4.3", "429")]
    public async Task Too_many_requests_are_a_429_that_says_in_whole_seconds_when_to_come_again()
    {
        await using var server = await StartAsync("2");
        using var person = server.As(server.PersonToken);
        using var bot = server.As(server.BotToken);

        var replies = new List<Reply>();
        while (replies.Count < 4)
        {
            replies.Add(await person.SendAsync("GET", "v1/webhooks"));
        }

        Assert.All(replies[..2], reply => reply.ShouldBe(HttpStatusCode.OK));
        Assert.All(replies[2..], reply => reply.ShouldFail(HttpStatusCode.TooManyRequests));
        Assert.All(replies[2..], reply => Assert.InRange(
            int.Parse(reply.Header("Retry-After")!, NumberStyles.None, CultureInfo.InvariantCulture), 1, 30));
        (await bot.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Other_routes_and_requests_without_a_token_are_not_limited()
    {
        await using var server = await StartAsync("1");
        using var person = server.As(server.PersonToken);
        (await person.SendAsync("GET", "people/me")).ShouldBe(HttpStatusCode.OK);

        (await person.SendAsync("GET", "people/me")).ShouldFail(HttpStatusCode.TooManyRequests);

        foreach (var path in new[] { "health/live", "health/ready", "metrics", "openapi/v1.json" })
        {
            (await person.SendAsync("GET", path)).ShouldBe(HttpStatusCode.OK);
        }

        (await server.Anonymous.SendAsync("GET", "v1/webhooks")).ShouldFail(HttpStatusCode.Unauthorized);
        (await server.Anonymous.SendAsync("GET", "v1/webhooks")).ShouldFail(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task There_is_no_limit_unless_it_is_set()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => person.SendAsync("GET", "v1/people/me")));

        Assert.All(replies, reply => reply.ShouldBe(HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1000001")]
    public async Task Limit_out_of_bounds_fails_the_start(string count)
    {
        var failure = await Assert.ThrowsAsync<SettingUnusableException>(() => StartAsync(count));

        Assert.Contains("RequestsPerMinute", failure.Message, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(string count) =>
        RunningServer.StartAsync(new Dictionary<string, string?> { [Setting] = count });
}
