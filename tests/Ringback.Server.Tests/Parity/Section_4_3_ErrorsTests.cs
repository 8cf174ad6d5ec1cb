using System.Net;
using System.Text.Json;
using Ringback.Installation;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>The body of errors, and each status.</summary>
public sealed class Section_4_3_ErrorsTests(SharedServer shared)
{
    [Fact, WebexRow("4.3", "body")]
    public async Task Body_has_message_errors_and_trackingId()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { name = "" }));

        reply.ShouldFail(HttpStatusCode.BadRequest);
        Assert.All(reply.Json.GetProperty("errors").EnumerateArray(), error =>
            Assert.Equal(["description"], error.EnumerateObject().Select(field => field.Name)));
        Assert.Matches("^[A-Z]+_[0-9a-f-]+$", reply["trackingId"]);
    }

    [Theory, WebexRow("4.3", "TrackingID header")]
    [InlineData("GET", "v1/webhooks")]
    [InlineData("GET", "v1/webhooks/x")]
    [InlineData("POST", "v1/webhooks")]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "health/live")]
    [InlineData("PATCH", "v1/webhooks")]
    public async Task TrackingID_header_is_on_every_response(string method, string path)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var first = await person.SendAsync(method, path);
        var second = await person.SendAsync(method, path);

        Assert.False(string.IsNullOrEmpty(first.Header("TrackingID")));
        Assert.NotEqual(first.Header("TrackingID"), second.Header("TrackingID"));
    }

    [Theory, WebexRow("4.3", "400 field")]
    [InlineData("name", "", "name cannot be empty")]
    [InlineData("targetUrl", null, "targetUrl cannot be empty")]
    [InlineData("targetUrl", "ftp://example.com/", "targetUrl must be")]
    [InlineData("resource", "nothing", "resource \"nothing\"")]
    [InlineData("event", "nothing", "event \"nothing\"")]
    public async Task Missing_or_invalid_field_is_a_400_that_names_it(string field, string? value, string text)
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = System.Text.Json.Nodes.JsonNode.Parse(Sample.Webhook())!.AsObject();
        body[field] = value;

        var problems = (await person.SendAsync("POST", "v1/webhooks", body.ToJsonString())).ShouldFail(HttpStatusCode.BadRequest);

        Assert.StartsWith(text, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory, WebexRow("4.3", "400 filter")]
    [InlineData("roomId=", "invalid value for filter: roomId; ")]
    [InlineData("roomType=both", "invalid value for filter: roomType; came 'both'; allowed are direct, group")]
    [InlineData("hasFiles=yes", "invalid value for filter: hasFiles; came 'yes'; ")]
    [InlineData("roomId=a&roomId=b", "invalid filter: roomId is there more than once; allowed is once")]
    [InlineData("colour=red", "invalid filter: colour is not a filter of messages; allowed are ")]
    public async Task Bad_filter_is_a_400_that_names_it_as_Webex_does_where_that_is_known(string filter, string text)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { filter }));

        Assert.StartsWith(text, Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
        Assert.Empty((await person.SendAsync("GET", "v1/webhooks")).Items);
    }

    [Theory, WebexRow("4.3", "400 unseen room")]
    [InlineData("roomId=Y2lzY29zcGFyazovL3VzL1JPT00vMDE5YTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw")]
    public async Task Room_that_nobody_has_heard_of_is_accepted_because_Ringback_keeps_no_rooms(string filter)
    {
        var person = (await shared.NewTenantAsync()).Person;

        (await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { filter }))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact, WebexRow("4.3", "403")]
    public async Task Missing_scope_is_a_403_that_names_it()
    {
        var tenant = await shared.NewTenantAsync();
        var reader = await tenant.AddAsync(new { scopes = new[] { "spark:rooms_read" } });

        var problems = (await reader.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldFail(HttpStatusCode.Forbidden);

        Assert.Equal(["Missing required scope: spark:messages_read"], problems);
    }

    [Theory, WebexRow("4.3", "404")]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Unknown_id_is_a_404(string method)
    {
        var person = (await shared.NewTenantAsync()).Person;

        (await person.SendAsync(method, "v1/webhooks/unknown", Sample.Webhook())).ShouldFail(HttpStatusCode.NotFound);
    }

    [Fact, WebexRow("4.3", "415")]
    public async Task Other_media_type_is_a_415_in_the_words_of_Webex()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.Client.SendAsync("POST", "v1/webhooks", "<a/>"u8.ToArray(), "application/xml");

        var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.UnsupportedMediaType));
        Assert.StartsWith("Content type 'application/xml' not supported", problem, StringComparison.Ordinal);
    }

    [Fact, WebexRow("4.3", "500, 502, 503, 504")]
    public async Task Store_that_is_away_is_a_503_with_Retry_After()
    {
        await using var app = await FailingApp.StartAsync(new StoreUnavailableException("disk /dev/secret is full", new IOException()));

        var reply = await app.Client.SendAsync("GET", "/");

        Assert.DoesNotContain("secret", Assert.Single(reply.ShouldFail(HttpStatusCode.ServiceUnavailable)), StringComparison.Ordinal);
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Write_that_may_have_been_done_is_a_503_that_does_not_ask_for_another()
    {
        await using var app = await FailingApp.StartAsync(
            new StoreUnavailableException("lost", new IOException()) { IsOutcomeUnknown = true });

        var reply = await app.Client.SendAsync("GET", "/");

        Assert.Contains("Look before you try again", Assert.Single(reply.ShouldFail(HttpStatusCode.ServiceUnavailable)),
            StringComparison.Ordinal);
        Assert.Null(reply.Header("Retry-After"));
    }

    [Fact, WebexRow("4.3", "500, 502, 503, 504")]
    public async Task Bug_is_a_500_that_shows_nothing_of_it()
    {
        await using var app = await FailingApp.StartAsync(new InvalidOperationException("secret"));

        var reply = await app.Client.SendAsync("GET", "/");

        Assert.DoesNotContain("secret", Assert.Single(reply.ShouldFail(HttpStatusCode.InternalServerError)), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, reply.Json.ValueKind);
    }
}
