using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ringback.Client;
using Ringback.Protocol.Records;

namespace Ringback.Server.Tests.TypedClient;

/// <summary>The typed client against a real server.</summary>
public sealed class RingbackClientTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    public async Task Webhook_is_created_read_changed_and_removed(string path)
    {
        using var client = new RingbackClient(new Uri(_server.BaseUrl, path), _server.PersonToken);

        var created = await client.Webhooks.CreateAsync(NewWebhook("first \"é\" 🦄") with { Secret = "s" }, Token);
        var changed = await client.Webhooks.UpdateAsync(
            created.Id, new UpdateWebhookRequest { Name = "second", Status = "inactive" }, Token);
        var read = await client.Webhooks.GetAsync(created.Id, Token);
        await client.Webhooks.DeleteAsync(created.Id, Token);
        var gone = await Assert.ThrowsAsync<RingbackException>(() => client.Webhooks.GetAsync(created.Id, Token));

        Assert.Equal("first \"é\" 🦄", created.Name);
        Assert.Equal("s", created.Secret);
        Assert.Equal(created with { Name = "second", Status = "inactive" }, changed);
        Assert.Equal(changed, read);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task List_follows_the_link_to_the_last_page()
    {
        using var client = Client(_server.PersonToken);
        var names = Enumerable.Range(1, 5).Select(number => $"webhook {number}").ToList();
        foreach (var name in names)
        {
            await client.Webhooks.CreateAsync(NewWebhook(name), Token);
        }

        var listed = await client.Webhooks.ListAsync(pageSize: 2, cancellationToken: Token)
            .Select(webhook => webhook.Name).ToListAsync(Token);
        var all = await client.Webhooks.ListAsync(cancellationToken: Token).CountAsync(Token);

        Assert.Equal(Enumerable.Reverse(names), listed);
        Assert.Equal(5, all);
    }

    [Fact]
    public async Task List_of_the_org_is_for_its_administrator()
    {
        using var admin = Client(_server.AdminToken);
        using var person = Client(_server.PersonToken);
        await admin.Webhooks.CreateAsync(
            NewWebhook("of the org") with { Resource = "meetings", OwnedBy = "org" }, Token);

        var listed = await admin.Webhooks.ListAsync("org", cancellationToken: Token).ToListAsync(Token);
        var refused = await Assert.ThrowsAsync<RingbackException>(
            async () => await person.Webhooks.ListAsync("org", cancellationToken: Token).ToListAsync(Token));

        Assert.Equal("of the org", Assert.Single(listed).Name);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Events_are_published_one_or_many_at_a_time()
    {
        using var publisher = Client(_server.PublisherToken);
        using var person = Client(_server.PersonToken);
        await person.Webhooks.CreateAsync(NewWebhook("messages"), Token);

        var one = await publisher.Events.PublishAsync(Message("m1"), Token);
        var many = await publisher.Events.PublishAsync([Message("m1"), Message("m2")], Token);

        Assert.Equal(new PublishedEvent("m1", 1), one);
        Assert.Equal([new PublishedEvent("m1", 1, true), new PublishedEvent("m2", 1)], many);
    }

    [Fact]
    public async Task Token_works_until_it_is_revoked()
    {
        using var admin = Client(_server.AdminToken);

        var created = await admin.Tokens.CreateAsync(
            new CreateTokenRequest { Name = "ci", DisplayName = "Cy", PersonType = "bot", Emails = ["cy@example.com"] }, Token);
        using var client = Client(created.Token);
        var me = await client.People.MeAsync(Token);
        var listed = await admin.Tokens.ListAsync(Token);
        await admin.Tokens.RevokeAsync(created.Id, Token);
        var refused = await Assert.ThrowsAsync<RingbackException>(() => client.People.MeAsync(Token));

        Assert.Equal(("Cy", "bot", "cy@example.com"), (me.DisplayName, me.Type, Assert.Single(me.Emails)));
        Assert.Contains(listed, token => token.Id == created.Id && token.RevokedAt is null);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Refusal_names_each_field_and_has_a_tracking_id()
    {
        using var client = Client(_server.PersonToken);

        var refused = await Assert.ThrowsAsync<RingbackException>(
            () => client.Webhooks.CreateAsync(new CreateWebhookRequest { Name = "x", Resource = "nothing" }, Token));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(refused.Descriptions[0], refused.Message);
        Assert.Contains(refused.Descriptions, text => text.StartsWith("targetUrl", StringComparison.Ordinal));
        Assert.Contains(refused.Descriptions, text => text.StartsWith("resource", StringComparison.Ordinal));
        Assert.StartsWith("RINGBACK_", refused.TrackingId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_told_by_its_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new RingbackClient(new Uri($"http://127.0.0.1:{port}"), "token");

        var error = await Assert.ThrowsAsync<RingbackException>(() => client.People.MeAsync(Token));

        Assert.Null(error.StatusCode);
        Assert.Equal($"127.0.0.1:{port} cannot be reached: Connection refused.", error.Message);
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    private RingbackClient Client(string token) => new(_server.BaseUrl, token);

    private static CreateWebhookRequest NewWebhook(string name) =>
        new() { Name = name, TargetUrl = "http://127.0.0.1:9/", Resource = "messages", Event = "created" };

    private static EventPublication Message(string id) =>
        new() { Id = id, Resource = "messages", Type = "created", Data = JsonElement.Parse("""{"roomType":"group"}""") };
}
