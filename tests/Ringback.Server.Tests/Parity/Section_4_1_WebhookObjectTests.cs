using System.Net;
using System.Text;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>The webhook as the API shows it.</summary>
public sealed class Section_4_1_WebhookObjectTests(SharedServer shared)
{
    private static readonly string[] Fields =
    [
        "id", "name", "targetUrl", "resource", "event", "filter", "secret", "orgId", "createdBy", "appId", "ownedBy",
        "status", "created",
    ];

    [Fact, WebexRow("4.1", "fields")]
    public async Task Object_has_every_field_when_all_are_set()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var created = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { filter = "roomId=r1", secret = "s" }));

        Assert.Equal(Fields, created.Json.EnumerateObject().Select(field => field.Name));
    }

    [Fact, WebexRow("4.1", "secret is returned")]
    public async Task Secret_is_returned_by_create_get_list_and_update()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var created = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { secret = "s" }));
        var webhook = $"v1/webhooks/{created["id"]}";

        Assert.Equal("s", created["secret"]);
        Assert.Equal("s", (await person.SendAsync("GET", webhook))["secret"]);
        Assert.Equal("s", (await person.SendAsync("PUT", webhook, new { name = "n" }))["secret"]);
        Assert.Equal("s", (await person.SendAsync("GET", "v1/webhooks")).Items[0].GetProperty("secret").GetString());
    }

    [Fact, WebexRow("4.1", "ids")]
    public async Task Ids_are_unpadded_base64_of_ciscospark_urls()
    {
        using var admin = shared.Server.As(shared.Server.AdminToken);

        var created = (await admin.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldBe(HttpStatusCode.OK);
        (await admin.SendAsync("DELETE", $"v1/webhooks/{created["id"]}")).ShouldBe(HttpStatusCode.NoContent);

        Assert.Matches("^ciscospark://us/WEBHOOK/[0-9a-f-]{36}$", Decoded(created["id"]));
        Assert.Matches("^ciscospark://us/PEOPLE/[0-9a-f-]{36}$", Decoded(created["createdBy"]));
        Assert.Matches("^ciscospark://us/ORGANIZATION/[0-9a-f-]{36}$", Decoded(created["orgId"]));
        Assert.Matches("^ciscospark://us/APPLICATION/C[0-9a-f]{64}$", Decoded(created["appId"]));
    }

    [Fact, WebexRow("4.1", "ids")]
    public async Task Id_of_another_cluster_is_understood()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var id = await person.RegisterAsync(new Uri("https://example.com/"));
        var elsewhere = Decoded(id).Replace("//us/", "//urn:TEAM:us-west-2_r/", StringComparison.Ordinal);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(elsewhere)).TrimEnd('=');

        Assert.Equal(id, (await person.SendAsync("GET", $"v1/webhooks/{encoded}")).ShouldBe(HttpStatusCode.OK)["id"]);
    }

    [Fact, WebexRow("4.1", "timestamps")]
    public async Task Created_has_milliseconds_and_Z()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var created = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook());

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", created["created"]);
    }

    [Theory, WebexRow("4.1", "ownedBy")]
    [InlineData(null, "creator")]
    [InlineData("creator", "creator")]
    [InlineData("org", "org")]
    public async Task OwnedBy_is_creator_or_org(string? ownedBy, string shown)
    {
        var admin = (await shared.NewTenantAsync()).Admin;

        var created = await admin.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { resource = "meetings", ownedBy }));

        Assert.Equal(shown, created.ShouldBe(HttpStatusCode.OK)["ownedBy"]);
    }

    [Fact, WebexRow("4.1", "status")]
    public async Task Status_is_active_or_inactive_and_never_disabled()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var created = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook());
        var webhook = $"v1/webhooks/{created["id"]}";

        var inactive = await person.SendAsync("PUT", webhook, new { status = "inactive" });
        var disabled = await person.SendAsync("PUT", webhook, new { status = "disabled" });

        Assert.Equal("active", created["status"]);
        Assert.Equal("inactive", inactive["status"]);
        Assert.StartsWith("status ", Assert.Single(disabled.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
    }

    private static string Decoded(string unpadded) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=')));
}
