using System.Net;
using System.Text.Json.Nodes;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>The five operations.</summary>
public sealed class Section_4_RestTests(SharedServer shared)
{
    [Fact, WebexRow("4", "GET /webhooks")]
    public async Task List_is_a_200_with_the_webhooks_of_the_same_app_and_user_newest_first()
    {
        var tenant = await shared.NewTenantAsync();
        var first = await tenant.Person.RegisterAsync(new Uri("https://example.com/1"));
        var second = await tenant.Person.RegisterAsync(new Uri("https://example.com/2"));
        await tenant.Colleague.RegisterAsync(new Uri("https://example.com/3"));

        var reply = (await tenant.Person.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(["items"], reply.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal([second, first], reply.Items.Select(item => item.GetProperty("id").GetString()));
    }

    [Fact, WebexRow("4", "GET /webhooks?ownedBy")]
    public async Task OwnedBy_org_lists_the_webhooks_of_the_org()
    {
        var tenant = await shared.NewTenantAsync();
        var own = await tenant.Admin.RegisterAsync(new Uri("https://example.com/1"));
        var org = await tenant.Admin.RegisterAsync(new Uri("https://example.com/2"), new { resource = "meetings", ownedBy = "org" });

        var listed = await tenant.Admin.SendAsync("GET", "v1/webhooks?ownedBy=org");

        Assert.Equal(org, Assert.Single(listed.Items).GetProperty("id").GetString());
        Assert.NotEqual(own, org);
    }

    [Fact, WebexRow("4", "POST /webhooks")]
    public async Task Create_is_a_200_with_the_full_object()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = new
        {
            name = "n",
            targetUrl = "https://example.com/",
            resource = "messages",
            @event = "created",
            filter = "roomId=r1",
            secret = "s",
            ownedBy = "creator",
        };

        var created = (await person.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);

        var sent = System.Text.Json.JsonSerializer.SerializeToNode(body)!.AsObject();
        Assert.All(sent, field => Assert.Equal(field.Value!.GetValue<string>(), created[field.Key]));
        Assert.Equal(created.Text, (await person.SendAsync("GET", $"v1/webhooks/{created["id"]}")).Text);
    }

    [Theory, WebexRow("4", "POST /webhooks")]
    [InlineData("name")]
    [InlineData("targetUrl")]
    [InlineData("resource")]
    [InlineData("event")]
    public async Task Create_needs_name_targetUrl_resource_and_event(string field)
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = JsonNode.Parse(Sample.Webhook())!.AsObject();
        body.Remove(field);

        var problems = (await person.SendAsync("POST", "v1/webhooks", body.ToJsonString())).ShouldFail(HttpStatusCode.BadRequest);

        Assert.StartsWith(field + " ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact, WebexRow("4", "GET /webhooks/{id}")]
    public async Task Get_is_a_200_and_a_404_once_it_is_gone()
    {
        var (person, webhook) = await NewAsync();

        (await person.SendAsync("GET", webhook)).ShouldBe(HttpStatusCode.OK);
        (await person.SendAsync("DELETE", webhook)).ShouldBe(HttpStatusCode.NoContent);
        (await person.SendAsync("GET", webhook)).ShouldFail(HttpStatusCode.NotFound);
    }

    [Fact, WebexRow("4", "PUT /webhooks/{id}")]
    public async Task Put_is_a_200_that_changes_name_targetUrl_secret_and_status()
    {
        var (person, webhook) = await NewAsync();
        var change = new { name = "new", targetUrl = "https://example.com/new", secret = "new", status = "active" };

        var updated = (await person.SendAsync("PUT", webhook, change)).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(("new", "https://example.com/new"), (updated["name"], updated["targetUrl"]));
        Assert.Equal(("new", "active"), (updated["secret"], updated["status"]));
        Assert.Equal(updated.Text, (await person.SendAsync("GET", webhook)).Text);
    }

    [Theory, WebexRow("4", "PUT ignores other fields")]
    [InlineData("id", "other")]
    [InlineData("resource", "rooms")]
    [InlineData("event", "deleted")]
    [InlineData("filter", "roomId=r2")]
    [InlineData("orgId", "other")]
    [InlineData("createdBy", "other")]
    [InlineData("appId", "other")]
    [InlineData("created", "2001-01-01T00:00:00.000Z")]
    [InlineData("colour", "red")]
    public async Task Put_ignores_what_cannot_change(string field, string value)
    {
        var (person, webhook) = await NewAsync();
        var before = await person.SendAsync("GET", webhook);
        var body = JsonNode.Parse(before.Text)!.AsObject();
        body[field] = value;

        var after = await person.SendAsync("PUT", webhook, body.ToJsonString());

        Assert.Equal(before.Text, after.ShouldBe(HttpStatusCode.OK).Text);
    }

    [Theory, WebexRow("4", "PUT of a part")]
    [InlineData("""{"name":"new","event":"created"}""")]
    [InlineData("""{"status":"active"}""")]
    [InlineData("""{"targetUrl":"https://example.com/new"}""")]
    [InlineData("{}")]
    public async Task Put_of_a_part_is_a_200(string part)
    {
        var (person, webhook) = await NewAsync();

        (await person.SendAsync("PUT", webhook, part)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact, WebexRow("4", "PUT status inactive")]
    public async Task Put_makes_a_webhook_inactive_because_the_contract_says_so()
    {
        var (person, webhook) = await NewAsync();

        var updated = await person.SendAsync("PUT", webhook, new { status = "inactive" });

        Assert.Equal("inactive", updated.ShouldBe(HttpStatusCode.OK)["status"]);
    }

    [Fact, WebexRow("4", "PUT ownedBy")]
    public async Task Put_changes_ownedBy_because_the_contract_says_so()
    {
        var admin = (await shared.NewTenantAsync()).Admin;
        var id = await admin.RegisterAsync(new Uri("https://example.com/"), new { resource = "meetings" });

        var updated = await admin.SendAsync("PUT", $"v1/webhooks/{id}", new { ownedBy = "org" });

        Assert.Equal("org", updated.ShouldBe(HttpStatusCode.OK)["ownedBy"]);
    }

    [Fact, WebexRow("4", "DELETE /webhooks/{id}")]
    public async Task Delete_is_a_204_without_a_body()
    {
        var (person, webhook) = await NewAsync();

        var deleted = (await person.SendAsync("DELETE", webhook)).ShouldBe(HttpStatusCode.NoContent);

        Assert.Empty(deleted.Text);
        Assert.False(deleted.Headers.ContainsKey("Content-Type"));
        (await person.SendAsync("DELETE", webhook)).ShouldFail(HttpStatusCode.NotFound);
    }

    private async Task<(Member Person, string Webhook)> NewAsync()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var id = await person.RegisterAsync(new Uri("https://example.com/"), new { filter = "roomId=r1", secret = "s" });
        return (person, $"v1/webhooks/{id}");
    }
}
