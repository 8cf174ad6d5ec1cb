using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Events;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Protocol.Signing;

namespace Ringback.Delivery.Callbacks;

/// <summary>Composes the envelope of a delivery and signs it, the Webex way and the Standard Webhooks way.</summary>
internal sealed class CallbackComposer(WebhookCatalogue catalogue, TimeProvider time)
{
    /// <summary>The event's id, which Webex does not send.</summary>
    public const string EventIdHeader = "Ringback-Event-Id";

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>The callback of a delivery as of now, which continues a trace when there is one.</summary>
    public Callback Compose(CallbackTarget target, DueDelivery delivery, string? traceParent)
    {
        var deliveryId = WebexId.Create(WebexIdTypes.Delivery, delivery.DeliveryId);
        var body = ComposeBody(target, delivery.Event);
        var sentAt = time.GetUtcNow().ToUnixTimeSeconds();
        var headers = new List<KeyValuePair<string, string>>(6)
        {
            new(StandardWebhooksSignature.IdHeader, deliveryId),
            new(StandardWebhooksSignature.TimestampHeader, sentAt.ToString(CultureInfo.InvariantCulture)),
            new(EventIdHeader, delivery.Event.PublicId),
            new("TrackingID", $"RINGBACK_{delivery.DeliveryId:N}_{delivery.Attempts + 1}"),
        };
        if (CallbackSigner.Sign(target, deliveryId, sentAt, body) is var (spark, standard))
        {
            headers.Add(new(SparkSignature.HeaderName, spark));
            headers.Add(new(StandardWebhooksSignature.SignatureHeader, standard));
        }

        if (target.Authorization is { } authorization)
        {
            headers.Add(new("Authorization", authorization));
        }

        if (traceParent is not null)
        {
            headers.Add(new("traceparent", traceParent));
        }

        return new Callback
        {
            Url = target.Url,
            Owner = target.Owner,
            Body = body,
            Headers = headers,
        };
    }

    private byte[] ComposeBody(CallbackTarget target, WebhookEvent webhookEvent)
    {
        var data = webhookEvent.CallbackData ??= Reduce(webhookEvent);
        var head = target.Head(webhookEvent.Resource, webhookEvent.Type);
        var output = _scratch ??= new ArrayBufferWriter<byte>(4096);
        output.ResetWrittenCount();
        output.Write(head);
        if (webhookEvent.ActorId is { } actorId)
        {
            output.Write(",\"actorId\":"u8);
            CanonicalJson.WriteString(actorId, output);
        }

        output.Write(",\"data\":"u8);
        output.Write(data);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private byte[] Reduce(WebhookEvent webhookEvent)
    {
        if (catalogue.Find(webhookEvent.Resource)?.WithheldFor(webhookEvent.Type) is not { Count: > 0 } withheld)
        {
            return webhookEvent.Data;
        }

        using var document = JsonDocument.Parse(webhookEvent.Data);
        var output = new ArrayBufferWriter<byte>(webhookEvent.Data.Length);
        CanonicalJson.WriteObject(document.RootElement, output, withheld);
        return output.WrittenSpan.ToArray();
    }
}
