using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>A webhook of the demo as the API has registered it.</summary>
internal sealed record Registration(DemoWebhook Plan, Webhook Webhook)
{
    /// <summary>Whether an event must come to it.</summary>
    public bool Expects(DemoEvent happened) =>
        Plan.Wants(happened) && (Plan.Request.OwnedBy == "org" || happened.IsSeenBy(Webhook.CreatedBy!));
}
