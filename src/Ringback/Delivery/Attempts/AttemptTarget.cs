using Ringback.Delivery.Callbacks;
using Ringback.Webhooks;

namespace Ringback.Delivery.Attempts;

/// <summary>What all attempts of a webhook have in common, for as long as the webhook does not change.</summary>
/// <param name="Webhook">The webhook that is called.</param>
/// <param name="Receiver">Who receives its callbacks: a host with its port.</param>
/// <param name="Callbacks">What its callbacks are made from; null when none can be made.</param>
internal sealed record AttemptTarget(RegisteredWebhook Webhook, string Receiver, CallbackTarget? Callbacks);
