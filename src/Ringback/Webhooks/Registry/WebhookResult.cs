using Ringback.Installation;

namespace Ringback.Webhooks.Registry;

/// <summary>What became of a request about one webhook.</summary>
internal abstract record WebhookResult
{
    private WebhookResult()
    {
    }

    /// <summary>It was done; this is the webhook now.</summary>
    public sealed record Done(RegisteredWebhook Webhook) : WebhookResult;

    /// <summary>Fields were missing or wrong.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : WebhookResult;

    /// <summary>The caller lacks a scope or role.</summary>
    public sealed record Forbidden(string Reason) : WebhookResult;

    /// <summary>Another webhook is in the way, or the caller has too many.</summary>
    public sealed record Conflict(string Reason) : WebhookResult;

    /// <summary>There is no such webhook, or it is not the caller's.</summary>
    public sealed record NotFound : WebhookResult;
}
