using System.Net;
using System.Net.Http.Headers;
using Ringback.Client;

namespace Ringback.Server.Tests.TypedClient;

/// <summary>The client on answers that this server does not give, but Webex, gateways and strangers do.</summary>
public sealed class RingbackClientAnswersTests
{
    private static readonly Uri Webex = new("https://webexapis.com/v1");
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://webexapis.com/v1")]
    [InlineData("https://webexapis.com/v1/")]
    public async Task Requests_go_below_the_base_address_with_the_token(string baseAddress)
    {
        using var stub = new StubHandler(_ => StubHandler.Json(Webhook("a/b")));
        using var http = new HttpClient(stub);
        using var client = new RingbackClient(new Uri(baseAddress), "secret", http);

        var webhook = await client.Webhooks.GetAsync("a/b", Token);

        var request = Assert.Single(stub.Requests);
        Assert.Equal("a/b", webhook.Id);
        Assert.Equal("https://webexapis.com/v1/webhooks/a%2Fb", request.RequestUri!.AbsoluteUri);
        Assert.Equal("Bearer secret", request.Headers.Authorization!.ToString());
        Assert.StartsWith("Ringback.Client/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<https://webexapis.com/v1/webhooks?max=1&cursor=2>; rel=\"next\"")]
    [InlineData("</v1/webhooks?cursor=2>; rel=next")]
    [InlineData("<https://webexapis.com/v1/a,b>; rel=\"first\", <https://webexapis.com/v1/webhooks?c=,>; rel=\"prev next\"")]
    public async Task Next_page_is_found_however_the_link_is_written(string link)
    {
        using var paged = new StubHandler(request => WithLink(request.RequestUri!.Query.Length == 0 ? link : ""));
        using var http = new HttpClient(paged);
        using var client = new RingbackClient(Webex, "secret", http);

        var count = await client.Webhooks.ListAsync(cancellationToken: Token).CountAsync(Token);

        Assert.Equal(2, count);
        Assert.Equal(2, paged.Requests.Count);
    }

    [Theory]
    [InlineData("<https://webexapis.com/v1/webhooks?cursor=2>; rel=\"prev\"")]
    [InlineData("<https://webexapis.com/v1/webhooks?cursor=2")]
    [InlineData("next")]
    public async Task Link_that_is_not_to_the_next_page_ends_the_list(string link)
    {
        using var stub = new StubHandler(_ => WithLink(link));
        using var http = new HttpClient(stub);
        using var client = new RingbackClient(Webex, "secret", http);

        var count = await client.Webhooks.ListAsync(cancellationToken: Token).CountAsync(Token);

        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData("https://evil.example/v1/webhooks")]
    [InlineData("http://webexapis.com/v1/webhooks")]
    [InlineData("https://webexapis.com:444/v1/webhooks")]
    public async Task Token_is_not_sent_to_another_server_that_a_link_names(string address)
    {
        using var stub = new StubHandler(_ => WithLink($"<{address}>; rel=\"next\""));
        using var http = new HttpClient(stub);
        using var client = new RingbackClient(Webex, "secret", http);

        await Assert.ThrowsAsync<RingbackException>(
            async () => await client.Webhooks.ListAsync(cancellationToken: Token).CountAsync(Token));

        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Error_of_Webex_is_one_exception_with_all_that_it_says()
    {
        var error = await FailAsync(() =>
        {
            var answer = StubHandler.Json(
                """{"message":"Slow down.","errors":[{"description":"Slow down."},{"description":"Really."}],"trackingId":"T1"}""",
                HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(17));
            return answer;
        });

        Assert.Equal("Slow down.", error.Message);
        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
        Assert.Equal(["Slow down.", "Really."], error.Descriptions);
        Assert.Equal("T1", error.TrackingId);
        Assert.Equal(TimeSpan.FromSeconds(17), error.RetryAfter);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-5, 0)]
    public async Task Date_to_retry_at_is_measured_by_the_servers_clock(int seconds, int expected)
    {
        var error = await FailAsync(() =>
        {
            var answer = StubHandler.Json("{}", HttpStatusCode.ServiceUnavailable);
            answer.Headers.Date = Noon;
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(Noon.AddSeconds(seconds));
            return answer;
        });

        Assert.Equal(TimeSpan.FromSeconds(expected), error.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"message":null,"errors":[null,{}]}""")]
    public async Task Error_without_words_is_told_by_its_status(string body)
    {
        var error = await FailAsync(() =>
        {
            var answer = StubHandler.Json(body, HttpStatusCode.BadGateway);
            answer.Headers.Add("TrackingID", "T2");
            return answer;
        });

        Assert.Equal("The server answered 502 Bad Gateway.", error.Message);
        Assert.Empty(error.Descriptions);
        Assert.Equal("T2", error.TrackingId);
        Assert.Null(error.RetryAfter);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Success_that_is_not_the_APIs_is_an_error(string body)
    {
        var error = await FailAsync(() => StubHandler.Json(body));

        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Contains("webexapis.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_takes_too_long_is_an_error_and_not_a_cancellation()
    {
        var error = await FailAsync(() => throw new TaskCanceledException("timeout", new TimeoutException()));

        Assert.Null(error.StatusCode);
        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_stays_one()
    {
        using var stub = new StubHandler(_ => StubHandler.Json("{}"));
        using var http = new HttpClient(stub);
        using var client = new RingbackClient(Webex, "secret", http);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.People.MeAsync(cancelled.Token));
    }

    [Theory]
    [InlineData("ftp://x/")]
    [InlineData("/v1")]
    public void Address_that_is_not_http_is_refused(string address)
    {
        Assert.Throws<ArgumentException>(() => new RingbackClient(new Uri(address, UriKind.RelativeOrAbsolute), "t"));
    }

    private static HttpResponseMessage WithLink(string link)
    {
        var page = StubHandler.Json($"{{\"items\":[{Webhook("1")}]}}");
        page.Headers.TryAddWithoutValidation("Link", link);
        return page;
    }

    private static string Webhook(string id) => $$"""
        {"id":"{{id}}","name":"n","targetUrl":"http://x/","resource":"messages","event":"created","ownedBy":"creator",
        "status":"active","created":"2026-03-10T12:00:00.000Z","fieldOfTheFuture":1}
        """;

    private static async Task<RingbackException> FailAsync(Func<HttpResponseMessage> answer)
    {
        using var stub = new StubHandler(_ => answer());
        using var http = new HttpClient(stub);
        using var client = new RingbackClient(Webex, "secret", http);
        return await Assert.ThrowsAsync<RingbackException>(() => client.People.MeAsync(Token));
    }
}
