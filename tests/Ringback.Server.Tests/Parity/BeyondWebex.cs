namespace Ringback.Server.Tests.Parity;

/// <summary>What Ringback does where Webex's reference is silent or has nothing; tests of each are elsewhere.</summary>
internal static class BeyondWebex
{
    /// <summary>Every row, in the order of the page.</summary>
    public static IReadOnlyList<WebexRow> Rows { get; } =
    [
        Differs("retries", "none are documented",
            "nine more tries within a day, so that an endpoint that is down loses nothing; none in the profile `webex`"),
        Differs("deliveries of an inactive webhook", "lost", "held until it is active again; lost in the profile `webex`"),
        Differs("auto-disable", "100 failures within 5 minutes",
            "a success in between starts the count again, except in the profile `webex`"),
        Added("timeout", "not documented", "15 s for the whole exchange, a setting"),
        Added("`Retry-After` of a receiver", "not documented", "lengthens the wait on 429 and 503, up to 12 hours"),
        Added("410 of a receiver", "not documented",
            "makes the webhook inactive at once, except in the profile `webex`: the receiver said that it is gone"),
        Added("headers of a callback", "`X-Spark-Signature`, `TrackingID`",
            "`webhook-id`, `webhook-timestamp`, `webhook-signature` (Standard Webhooks), `Ringback-Event-Id`"),
        Added("resources of one's own", "do not exist", "a file adds them: [catalogue](catalogue.md)"),
        Added("HEAD, OPTIONS", "not documented", "HEAD wherever GET is; OPTIONS lists the methods of the path"),
        Added("`/v1/webhooks/{id}/settings`", "does not exist", "how many callbacks may be under way at once"),
        Added("`POST /v1/events`", "does not exist", "how events come in: Ringback is told what happened, Webex knows"),
        Added("`GET /v1/events`", "the events of its own resources", "also those of resources of one's own"),
        Added("`/v1/tokens`", "does not exist", "tokens are made here; Webex has an OAuth service for it"),
        Added("`/openapi/v1.json`, `/docs`", "on its developer site", "the server describes itself"),
        Added("`/health/live`, `/health/ready`, `/metrics`", "do not exist", "for whoever runs the server"),
    ];

    private static WebexRow Differs(string name, string webex, string how) => new("", name, webex) { Differs = how };

    private static WebexRow Added(string name, string webex, string how) => new("", name, webex) { Added = how };
}
