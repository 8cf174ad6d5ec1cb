namespace Ringback.Webhooks.Registry;

/// <summary>What became of a write of a webhook.</summary>
/// <param name="State">Whether it was done.</param>
/// <param name="Same">With <see cref="WebhookWriteState.Taken"/>: the webhook that is in the way, if it was still there.</param>
internal readonly record struct WebhookWrite(WebhookWriteState State, Guid? Same = null);

/// <summary>Whether a write was done, and why not.</summary>
internal enum WebhookWriteState
{
    /// <summary>The write is committed; the webhook is now so.</summary>
    Done,

    /// <summary>The webhook has another version than the change was made of, or is gone: nothing was written.</summary>
    Stale,

    /// <summary>Another webhook of the org has the same subject: nothing was written.</summary>
    Taken,
}
