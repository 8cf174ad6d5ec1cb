using System.Net;
using System.Text.Json;

namespace Ringback.Server.Tests.Clients;

/// <summary>A bot on one of the two frameworks from npm: registered with a server, and listening.</summary>
internal sealed class Bot : IAsyncDisposable
{
    /// <summary>The key of both webhooks; not ASCII, so that its bytes must be the same on both sides.</summary>
    public const string Secret = "s3cret é 🦊";

    private readonly RunningServer _server;
    private readonly NodeClient _client;

    private Bot(RunningServer server, NodeClient client, JsonElement ready)
    {
        _server = server;
        _client = client;
        Ready = ready;
        Url = ready.GetProperty("url").GetString()!;
        Webhooks = [.. ready.GetProperty("webhooks").EnumerateArray()];
    }

    /// <summary>What the bot said when it was ready.</summary>
    public JsonElement Ready { get; }

    /// <summary>Where the bot listens.</summary>
    public string Url { get; }

    /// <summary>The webhooks that the bot's own SDK found registered.</summary>
    public IReadOnlyList<JsonElement> Webhooks { get; }

    /// <summary>Starts the bot and waits until it has registered its webhooks.</summary>
    public static async Task<Bot> StartAsync(string folder, RunningServer server)
    {
        var client = NodeClient.Start(
            folder,
            ("HYDRA_SERVICE_URL", new Uri(server.BaseUrl, "v1").AbsoluteUri),
            ("WEBEX_ACCESS_TOKEN", server.BotToken),
            ("WEBHOOK_SECRET", Secret));
        try
        {
            var ready = await client.NextAsync("ready");
            Assert.True(ready.GetProperty("ready").GetBoolean(), ready.GetRawText());
            return new Bot(server, client, ready);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next line in which a property has this value.</summary>
    public Task<JsonElement> NextAsync(string property, string value) => _client.NextAsync(property, value);

    /// <summary>Publishes an event to the server.</summary>
    public async Task PublishAsync(string json)
    {
        var reply = await _server.As(_server.PublisherToken).SendAsync("POST", "v1/events", json);

        reply.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>Sends the bot a callback that its server never signed.</summary>
    public async Task ForgeAsync(string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new StringContent(json) };
        request.Headers.Add("X-Spark-Signature", new string('0', 40));

        using var response = await _server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
