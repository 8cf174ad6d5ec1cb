using Ringback.Webhooks;

namespace Ringback.Delivery.Targets;

/// <summary>For whom a callback is sent: an org, or a person of it with an app; such have what is scarce in equal shares.</summary>
/// <param name="OrgId">The org.</param>
/// <param name="Person">The person; null for the org itself.</param>
/// <param name="AppId">The app; null for the org itself.</param>
internal readonly record struct WebhookParty(string? OrgId, string? Person = null, string? AppId = null)
{
    /// <summary>The one whose webhook it is.</summary>
    public static WebhookParty Of(RegisteredWebhook webhook) => webhook.OwnedBy == WebhookOwner.Org
        ? new(webhook.OrgId)
        : new(webhook.OrgId, webhook.CreatedBy, webhook.AppId);
}
