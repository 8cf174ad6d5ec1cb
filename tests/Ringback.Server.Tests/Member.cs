using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests;

/// <summary>A member of a <see cref="Tenant"/>: a person with a token, and what it does most.</summary>
internal sealed record Member(string PersonId, string AppId, string Token, string TokenId, HttpClient Client)
{
    /// <summary>Whoever a client has the token of.</summary>
    public static Member As(HttpClient client) => new("", "", "", "", client);

    /// <summary>Sends a request without a body.</summary>
    public Task<Reply> SendAsync(string method, string path) => Client.SendAsync(method, path);

    /// <summary>Sends a value as JSON; a string goes as it is.</summary>
    public Task<Reply> SendAsync(string method, string path, object body) => Client.SendAsync(method, path, body);

    /// <summary>Registers a webhook for new messages, with changes to that; its id.</summary>
    public async Task<string> RegisterAsync(Uri targetUrl, object? changes = null)
    {
        var webhook = new JsonObject
        {
            ["name"] = "test",
            ["targetUrl"] = targetUrl.ToString(),
            ["resource"] = "messages",
            ["event"] = "created",
        };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(changes ?? new { })!.AsObject().ToList())
        {
            webhook[name] = value?.DeepClone();
        }

        return (await SendAsync("POST", "v1/webhooks", webhook.ToJsonString())).ShouldBe(HttpStatusCode.OK)["id"];
    }

    /// <summary>Publishes new messages, by their texts.</summary>
    public async Task PublishAsync(params string[] messageIds) =>
        (await SendAsync("POST", "v1/events", new
        {
            items = messageIds.Select(id => new { resource = "messages", type = "created", data = new { id } }),
        })).ShouldBe(HttpStatusCode.Accepted);
}
