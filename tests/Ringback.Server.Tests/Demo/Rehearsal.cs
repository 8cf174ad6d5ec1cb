using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ringback.Cli.Demo;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;
using Ringback.Protocol.Signing;
using Callback = Ringback.Cli.Demo.ReceivedCallback;

namespace Ringback.Server.Tests.Demo;

/// <summary>The demo without a server: every callback that must come, as it must come, so that a test can spoil one.</summary>
internal sealed class Rehearsal
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);

    private readonly DeliveryCheck _check;

    /// <summary>Rehearses all of it.</summary>
    public Rehearsal()
    {
        var world = new DemoWorld(Somebody("Perry", 1), Somebody("Bo", 2));
        var events = DemoEvents.Create(world, Now);
        Registrations = [.. DemoWebhooks.Create(world).Select(Register)];
        _check = new DeliveryCheck(Registrations, events);
        Published = [.. events.Select(happened =>
            new PublishedEvent(happened.Id, _check.Expected.Count(delivery => delivery.Of == happened)))];
        Callbacks = [.. _check.Expected.Select(delivery => Deliver(delivery.To, delivery.Of))];
        var refused = Callbacks.Where(callback => callback.Key == "recovers").Take(2);
        Callbacks.AddRange([.. refused.Select(callback => callback with { Status = 503 })]);
    }

    /// <summary>The webhooks.</summary>
    public IReadOnlyList<Registration> Registrations { get; }

    /// <summary>The answers to the publisher.</summary>
    public List<PublishedEvent> Published { get; }

    /// <summary>What the receiver got.</summary>
    public List<Callback> Callbacks { get; }

    /// <summary>What the check finds.</summary>
    public IReadOnlyList<string> Problems => _check.Problems(Callbacks, Published);

    /// <summary>An event that a webhook must get, or must not.</summary>
    public DemoEvent EventFor(string key, bool expected = true) => _check.Expected
        .Select(delivery => delivery.Of)
        .First(happened => Registration(key).Expects(happened) == expected);

    /// <summary>The webhook of a key.</summary>
    public Registration Registration(string key) =>
        Registrations.Single(registration => registration.Plan.Key == key);

    /// <summary>Replaces the first callback of a webhook.</summary>
    public void Spoil(string key, Func<Callback, Callback> change)
    {
        var index = Callbacks.FindIndex(callback => callback.Key == key);
        Callbacks[index] = change(Callbacks[index]);
    }

    /// <summary>The same callback with another body, rightly signed.</summary>
    public Callback WithBody(Callback callback, byte[] body) => callback with
    {
        Body = body,
        Headers = Headers(
            Registration(callback.Key).Plan.Request.Secret!, callback.EventId!, callback.Header("webhook-id")!, body),
    };

    /// <summary>A right callback.</summary>
    public static Callback Deliver(Registration to, DemoEvent of)
    {
        var envelope = new JsonObject
        {
            ["id"] = to.Webhook.Id,
            ["name"] = to.Webhook.Name,
            ["targetUrl"] = to.Webhook.TargetUrl,
            ["resource"] = of.Publication.Resource,
            ["event"] = of.Publication.Type,
            ["filter"] = to.Webhook.Filter,
            ["orgId"] = to.Webhook.OrgId,
            ["createdBy"] = to.Webhook.CreatedBy,
            ["appId"] = to.Webhook.AppId,
            ["ownedBy"] = to.Webhook.OwnedBy,
            ["status"] = to.Webhook.Status,
            ["created"] = WebexTimestamp.Format(to.Webhook.Created),
            ["actorId"] = of.Publication.ActorId,
            ["data"] = JsonNode.Parse(of.Carried.GetRawText()),
        };
        foreach (var name in envelope.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            envelope.Remove(name);
        }

        var body = CanonicalJson.ToBytes(JsonElement.Parse(envelope.ToJsonString()));
        return new Callback
        {
            Key = to.Plan.Key,
            RequestLine = $"POST /hooks/{to.Plan.Key} HTTP/1.1",
            Headers = Headers(to.Plan.Request.Secret!, of.Id, $"{to.Plan.Key}-{of.Id}", body),
            Body = body,
            Status = 204,
            At = Now,
            Timestamp = 0,
        };
    }

    private static List<KeyValuePair<string, string>> Headers(
        string secret, string eventId, string deliveryId, byte[] body) =>
    [
        new("Content-Type", "application/json"),
        new("Ringback-Event-Id", eventId),
        new("webhook-id", deliveryId),
        new("webhook-timestamp", Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new("X-Spark-Signature", SparkSignature.Compute(secret, body)),
        new("webhook-signature", StandardWebhooksSignature.Compute(
            StandardWebhooksSignature.KeyOf(secret), deliveryId, Now.ToUnixTimeSeconds(), body)),
    ];

    private static Registration Register(DemoWebhook plan, int number) => new(plan, new Webhook
    {
        Id = Id(WebexIdTypes.Webhook, 10 + number),
        Name = plan.Request.Name!,
        TargetUrl = $"http://127.0.0.1:1/hooks/{plan.Key}",
        Resource = plan.Request.Resource!,
        Event = plan.Request.Event!,
        Filter = plan.Request.Filter,
        Secret = plan.Request.Secret,
        OrgId = Id(WebexIdTypes.Organization, 3),
        CreatedBy = Id(WebexIdTypes.People, plan.Creator switch { "person" => 1, "bot" => 2, _ => 4 }),
        AppId = "app",
        OwnedBy = plan.Request.OwnedBy ?? "creator",
        Status = "active",
        Created = Now,
    });

    private static Person Somebody(string name, int number) => new()
    {
        Id = Id(WebexIdTypes.People, number),
        Emails = [$"{name}@example.com"],
        DisplayName = name,
        OrgId = Id(WebexIdTypes.Organization, 3),
        Created = Now,
        Type = "person",
    };

    private static string Id(string type, int number) =>
        WebexId.Create(type, new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}
