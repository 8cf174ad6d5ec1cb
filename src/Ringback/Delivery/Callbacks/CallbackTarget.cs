using System.Text;
using Ringback.Delivery.Targets;
using Ringback.HostNames;
using Ringback.Protocol.Signing;
using Ringback.Webhooks;

namespace Ringback.Delivery.Callbacks;

/// <summary>What the callbacks of a webhook have in common, made once for as long as the webhook does not change.</summary>
internal sealed class CallbackTarget
{
    private EnvelopeHead? _head;

    /// <summary>Prepares the callbacks of a webhook.</summary>
    /// <exception cref="UriFormatException">Its URL cannot be called.</exception>
    public CallbackTarget(RegisteredWebhook webhook)
    {
        Webhook = webhook;
        Url = TargetUrl.TryParse(webhook.TargetUrl, out var url, out var problem)
            ? url
            : throw new UriFormatException($"targetUrl {problem}");
        Owner = WebhookParty.Of(webhook);
        Authorization = ToBasic(Url.UserInfo);
        if (webhook.Secrets is { } secrets)
        {
            SparkKey = HmacKey.ForSha1(Encoding.UTF8.GetBytes(secrets.Current));
            StandardKey = HmacKey.ForSha256(StandardWebhooksSignature.KeyOf(secrets.Current));
            PreviousKey = secrets.Previous is { } previous
                ? HmacKey.ForSha256(StandardWebhooksSignature.KeyOf(previous))
                : null;
        }
    }

    /// <summary>The webhook that is called.</summary>
    public RegisteredWebhook Webhook { get; }

    /// <summary>For whom callbacks are sent.</summary>
    public WebhookParty Owner { get; }

    /// <summary>The URL that callbacks are sent to, with its host in the one canonical spelling.</summary>
    public Uri Url { get; }

    /// <summary>The <c>Authorization</c> of a URL with a user's name and password (RFC 7617); null when it has none.</summary>
    public string? Authorization { get; }

    /// <summary>The key of <c>X-Spark-Signature</c>; null when callbacks are not signed.</summary>
    public HmacKey? SparkKey { get; }

    /// <summary>The key of <c>webhook-signature</c>; null when callbacks are not signed.</summary>
    public HmacKey? StandardKey { get; }

    /// <summary>The key of the secret before, with which <c>webhook-signature</c> is made too; null when there is none.</summary>
    public HmacKey? PreviousKey { get; }

    /// <summary>The envelope up to the actor, for a concrete resource and event.</summary>
    public ReadOnlySpan<byte> Head(string resource, string type)
    {
        // A webhook for "all" sees several pairs; two attempts may race here, and either result is right.
        var head = _head;
        if (head is null || head.Resource != resource || head.Type != type)
        {
            head = new EnvelopeHead(Webhook, resource, type);
            _head = head;
        }

        return head.Bytes;
    }

    private static string? ToBasic(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return null;
        }

        var parts = userInfo.Split(':', 2);
        var credentials = $"{Uri.UnescapeDataString(parts[0])}:{Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "")}";
        return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";
    }
}
