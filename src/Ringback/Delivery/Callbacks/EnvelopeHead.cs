using System.Buffers;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Webhooks;

namespace Ringback.Delivery.Callbacks;

/// <summary>
/// The part of an envelope that is the same for every event of a kind: all of the webhook's fields, in the order that
/// Webex sends them (id, name, targetUrl, resource, event, filter, orgId, createdBy, appId, ownedBy, status, created).
/// </summary>
internal sealed class EnvelopeHead
{
    /// <summary>Writes the head for one webhook, and the resource and event of what happened.</summary>
    public EnvelopeHead(RegisteredWebhook webhook, string resource, string type)
    {
        Resource = resource;
        Type = type;
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write("{"u8);
        Add(output, "\"id\":"u8, WebexId.Create(WebexIdTypes.Webhook, webhook.Id));
        Add(output, ",\"name\":"u8, webhook.Name);
        Add(output, ",\"targetUrl\":"u8, webhook.TargetUrl);
        Add(output, ",\"resource\":"u8, resource);
        Add(output, ",\"event\":"u8, type);
        if (webhook.Filter.Text is { } filter)
        {
            Add(output, ",\"filter\":"u8, filter);
        }

        Add(output, ",\"orgId\":"u8, webhook.OrgId);
        Add(output, ",\"createdBy\":"u8, webhook.CreatedBy);
        Add(output, ",\"appId\":"u8, webhook.AppId);
        Add(output, ",\"ownedBy\":"u8, webhook.OwnedBy.ToWord());
        Add(output, ",\"status\":"u8, webhook.Status.ToWord());
        Add(output, ",\"created\":"u8, WebexTimestamp.Format(webhook.Created));
        Bytes = output.WrittenSpan.ToArray();
    }

    /// <summary>The resource that it is for; never <c>all</c>.</summary>
    public string Resource { get; }

    /// <summary>The event that it is for; never <c>all</c>.</summary>
    public string Type { get; }

    /// <summary>Canonical JSON, from the opening brace on, without a comma at the end.</summary>
    public byte[] Bytes { get; }

    private static void Add(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> key, string value)
    {
        output.Write(key);
        CanonicalJson.WriteString(value, output);
    }
}
