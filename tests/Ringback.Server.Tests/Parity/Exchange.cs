using System.Net;
using System.Text.Json;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>One webhook of a new org, one event, and the callback that came of them.</summary>
internal sealed record Exchange(Tenant Tenant, Reply Webhook, ReceivedCallback Callback)
{
    /// <summary>The envelope.</summary>
    public JsonElement Envelope => Callback.Json;

    /// <summary>The names of the envelope's fields, in their order.</summary>
    public IReadOnlyList<string> Fields => [.. Envelope.EnumerateObject().Select(property => property.Name)];

    /// <summary>A text of the envelope.</summary>
    public string? this[string name] => Envelope.GetProperty(name).GetString();

    /// <summary>Registers the webhook for new messages with changes, publishes one with changes, waits for the callback.</summary>
    public static async Task<Exchange> RunAsync(
        SharedServer shared, object? webhook = null, object? webhookEvent = null, Func<Tenant, Member>? owner = null)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var member = (owner ?? (any => any.Person))(tenant);
        var id = await member.RegisterAsync(receiver.Url, webhook);

        (await tenant.Publisher.SendAsync("POST", "v1/events", Sample.Event(webhookEvent))).ShouldBe(HttpStatusCode.Accepted);

        var callback = await receiver.NextAsync();
        return new Exchange(tenant, await member.SendAsync("GET", $"v1/webhooks/{id}"), callback);
    }
}
