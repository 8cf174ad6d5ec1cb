using System.Net;
using System.Text.Json;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>The five operations of the contract on every path that clients use for them.</summary>
public sealed class RoutesTests(SharedServer shared)
{
    private static readonly string[] Fields =
    [
        "id", "name", "targetUrl", "resource", "event", "orgId", "createdBy", "appId", "ownedBy", "status", "created",
    ];

    [Theory, WebexRow("4", "base path")]
    [InlineData("v1/webhooks", "")]
    [InlineData("v1/webhooks", "/")]
    [InlineData("webhooks", "")]
    [InlineData("webhooks", "/")]
    public async Task Five_operations_work_with_and_without_prefix_and_trailing_slash(string path, string slash)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var created = (await person.SendAsync("POST", path + slash, Sample.Webhook())).ShouldBe(HttpStatusCode.OK);
        var one = $"{path}/{created["id"]}{slash}";
        var got = (await person.SendAsync("GET", one)).ShouldBe(HttpStatusCode.OK);
        var updated =
            (await person.SendAsync("PUT", one, new { name = "renamed", targetUrl = "https://example.com/2" }))
            .ShouldBe(HttpStatusCode.OK);
        var listed = (await person.SendAsync("GET", path + slash)).ShouldBe(HttpStatusCode.OK);
        var deleted = (await person.SendAsync("DELETE", one)).ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal(created.Text, got.Text);
        Assert.Equal("renamed", updated["name"]);
        Assert.Equal("https://example.com/2", updated["targetUrl"]);
        Assert.Equal(updated.Text, Assert.Single(listed.Items).GetRawText());
        Assert.Empty(deleted.Text);
        Assert.False(deleted.Headers.ContainsKey("Content-Type"));
        (await person.SendAsync("GET", one)).ShouldFail(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Created_webhook_has_the_fields_of_the_contract_in_the_order_of_Webex()
    {
        var tenant = await shared.NewTenantAsync();

        var created = (await tenant.Person.SendAsync("POST", "v1/webhooks", Sample.Webhook()))
            .ShouldBe(HttpStatusCode.OK);

        Assert.Equal(Fields, created.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("application/json; charset=utf-8", created.Header("Content-Type"));
        Assert.Equal(tenant.OrgId, created["orgId"]);
        Assert.Equal(tenant.Person.PersonId, created["createdBy"]);
        Assert.Equal(tenant.Person.AppId, created["appId"]);
        Assert.Equal("creator", created["ownedBy"]);
        Assert.Equal("active", created["status"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", created["created"]);
        Assert.Matches("^[A-Za-z0-9+/]+$", created["id"]);
        Assert.Matches("^ciscospark://us/WEBHOOK/[0-9a-f-]{36}$", FromBase64(created["id"]));
    }

    [Fact, WebexRow("4.1", "unset filter and secret")]
    public async Task Unset_filter_and_secret_are_absent_and_set_ones_come_back_everywhere()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var plain = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { filter = "", secret = "" }));
        var full = await person.SendAsync(
            "POST", "v1/webhooks",
            Sample.Webhook(new { filter = "roomId=r1&personEmail=a@example.com", secret = "é😀<" }));

        var listed = await person.SendAsync("GET", "v1/webhooks");
        var got = await person.SendAsync("GET", $"v1/webhooks/{full["id"]}");

        Assert.Equal(Fields, plain.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("roomId=r1&personEmail=a@example.com", full["filter"]);
        Assert.Equal("é😀<", full["secret"]);
        Assert.Equal(full.Text, got.Text);
        Assert.Equal([full.Text, plain.Text], listed.Items.Select(item => item.GetRawText()));
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var created = await person.SendAsync("POST", "v1/webhooks",
            Sample.Webhook(new { colour = "red", id = "mine", nested = new { a = 1 } }));

        created.ShouldBe(HttpStatusCode.OK);
        Assert.NotEqual("mine", created["id"]);
        Assert.False(created.Json.TryGetProperty("colour", out _));
    }

    [Theory]
    [InlineData("v1/webhooks/a/b")]
    [InlineData("v1/nothing")]
    [InlineData("people/nothing")]
    [InlineData("openapi/v2.json")]
    public async Task Path_that_is_nowhere_is_a_404_in_the_shape_of_errors(string path)
    {
        var reply = await shared.Server.Anonymous.SendAsync("GET", path);

        Assert.Contains(path, Assert.Single(reply.ShouldFail(HttpStatusCode.NotFound)), StringComparison.Ordinal);
    }

    [Theory, WebexRow("4.3", "Cache-Control")]
    [InlineData("v1/webhooks")]
    [InlineData("v1/webhooks/x")]
    [InlineData("v1/nothing")]
    [InlineData("v1/webhooks?max=0")]
    public async Task Nothing_of_the_api_is_to_be_taken_from_a_cache_unasked(string path)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("GET", path);

        Assert.Equal("no-cache", reply.Header("Cache-Control"));
    }

    [Fact]
    public async Task Probes_answer_without_a_token()
    {
        var live = await shared.Server.Anonymous.SendAsync("GET", "health/live");
        var ready = await shared.Server.Anonymous.SendAsync("GET", "health/ready");

        Assert.Equal((HttpStatusCode.OK, "live"), (live.Status, live.Text));
        Assert.Equal((HttpStatusCode.OK, "ready"), (ready.Status, ready.Text));
    }

    [Fact]
    public async Task Person_learns_who_it_is()
    {
        var tenant = await shared.NewTenantAsync();

        var person = (await tenant.Person.SendAsync("GET", "v1/people/me")).ShouldBe(HttpStatusCode.OK);
        var bot = (await tenant.Bot.SendAsync("GET", "people/me/")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(tenant.Person.PersonId, person["id"]);
        Assert.Equal(tenant.OrgId, person["orgId"]);
        Assert.Equal("person", person["type"]);
        Assert.Equal(JsonValueKind.Array, person.Json.GetProperty("emails").ValueKind);
        Assert.Equal("bot", bot["type"]);
    }

    private static string FromBase64(string unpadded) => System.Text.Encoding.UTF8.GetString(
        Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=')));
}
