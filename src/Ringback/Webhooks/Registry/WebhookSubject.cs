using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Webhooks.Registry;

/// <summary>
/// What must be unique in an org, as a hash, so that the database keeps the rule over processes: for a webhook that the org
/// owns what <see cref="SameOrgSubject"/> compares, for any other what <see cref="SameWebhook"/> compares.
/// </summary>
internal static class WebhookSubject
{
    // 128 bits: nobody gains by two of their own webhooks that collide.
    private const int Length = 16;

    /// <summary>The hash of what must be unique about a webhook.</summary>
    public static byte[] Of(RegisteredWebhook webhook)
    {
        var text = new ArrayBufferWriter<byte>(512);
        if (webhook.OwnedBy == WebhookOwner.Org)
        {
            Add(text, "org");
        }
        else
        {
            Add(text, webhook.CreatedBy);
            Add(text, webhook.AppId);
            Add(text, webhook.Name);
            Add(text, webhook.TargetUrl);
        }

        Add(text, webhook.Resource);
        Add(text, webhook.Event);
        foreach (var term in webhook.Filter.CanonicalTerms())
        {
            Add(text, term);
        }

        return SHA256.HashData(text.WrittenSpan)[..Length];
    }

    // The length first, so that no two lists of texts are the same bytes.
    private static void Add(ArrayBufferWriter<byte> text, string part)
    {
        BitConverter.TryWriteBytes(text.GetSpan(sizeof(int)), Encoding.UTF8.GetByteCount(part));
        text.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(part, text);
    }
}
