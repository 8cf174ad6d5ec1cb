namespace Ringback.Server.Tests.Parity;

/// <summary>What is known of Webex's envelope, routes, objects, pages, errors and access, row by row.</summary>
internal static class WebexRows
{
    /// <summary>The sections that have rows, with their titles.</summary>
    public static IReadOnlyList<(string Section, string Title)> Sections { get; } =
    [
        ("2.1", "The envelope"), ("4", "The five operations"), ("4.1", "The webhook object"), ("4.2", "Pages"),
        ("4.3", "Errors"), ("4.5", "Access"),
    ];

    /// <summary>Every row, in the order of the page.</summary>
    public static IReadOnlyList<WebexRow> All { get; } =
    [
        new("2.1", "id", "The id of the webhook"),
        new("2.1", "name", "The name of the webhook"),
        new("2.1", "targetUrl", "In every real callback, missing in one sample"),
        new("2.1", "resource, event", "Always concrete, never `all`"),
        new("2.1", "filter", "As it was set; absent when it was not"),
        new("2.1", "orgId, createdBy, appId", "Those of the creator"),
        new("2.1", "ownedBy", "`creator` or `org`"),
        new("2.1", "status", "`active`; one sample has `disabled`")
        {
            Differs = "`disabled` is never sent: nothing says what it means, and no known client asks for it",
        },
        new("2.1", "created", "When the webhook was created"),
        new("2.1", "actorId", "Who caused the event; absent for meetings and alerts")
        {
            Differs = "present when the publisher names an actor, for any resource: Ringback cannot know one by itself",
        },
        new("2.1", "data", "The resource without what is sensitive"),
        new("2.1", "secret", "Never"),
        new("2.1", "key order", "id, name, targetUrl, resource, event, filter, orgId, createdBy, appId, ownedBy, status, "
            + "created, actorId, data"),
        new("2.1", "one event per POST", "No batches; the answer's body is ignored"),

        new("4", "GET /webhooks", "200, `items`, own webhooks of this app and user, newest first"),
        new("4", "GET /webhooks?max", "100 by default; too large is clipped")
        {
            Added = "clipped at 1000; 0, negative numbers and text are a 400 that says so",
        },
        new("4", "GET /webhooks?ownedBy", "Only `org`: the webhooks of the org") { Added = "`creator` is accepted too" },
        new("4", "POST /webhooks", "200 with the whole object; name, targetUrl, resource, event are required"),
        new("4", "GET /webhooks/{id}", "200; 404 when it is gone"),
        new("4", "PUT /webhooks/{id}", "200; changes name, targetUrl, secret, status"),
        new("4", "PUT ignores other fields", "What cannot change is ignored"),
        new("4", "PUT of a part", "The description requires name and targetUrl; real clients send less and expect a 200"),
        new("4", "PUT status inactive", "Only `active` is allowed")
        {
            Added = "`inactive` is accepted, except in the profile `webex`: the contract lists it, and it pauses a webhook",
        },
        new("4", "PUT ownedBy", "Accepted and ignored")
        {
            Added = "it changes the owner, except in the profile `webex`: the contract has it so",
        },
        new("4", "DELETE /webhooks/{id}", "204 without a body"),
        new("4", "base path", "`/v1` on two hosts")
        {
            Added = "the same routes without `/v1` and with a slash at the end, because clients ask for them",
        },

        new("4.1", "fields", "id, name, targetUrl, resource, event, filter, secret, orgId, createdBy, appId, ownedBy, status, "
            + "created"),
        new("4.1", "unset filter and secret", "Absent"),
        new("4.1", "secret is returned", "By create, get and list"),
        new("4.1", "ids", "Unpadded base64 of `ciscospark://CLUSTER/TYPE/uuid`"),
        new("4.1", "timestamps", "`yyyy-MM-ddTHH:mm:ss.SSSZ`"),
        new("4.1", "ownedBy", "`creator` or `org`"),
        new("4.1", "status", "`active`, `inactive`; `disabled` is in one sample and one client")
        {
            Differs = "`disabled` is neither sent nor accepted: nothing says what it means",
        },

        new("4.2", "exactly one absolute link", "`Link: <url>; rel=\"next\"`"),
        new("4.2", "only while more remain", "No link on the last page"),
        new("4.2", "the host of the client", "The link is on the scheme, host and port that the client used"),
        new("4.2", "JavaScript SDK", "Splits at `;` and takes the last rel: one link only"),
        new("4.2", "Java SDK", "Stops when the next link equals the current one"),
        new("4.2", "C# client", "Reads https links only: its next page needs TLS in front or in the server"),
        new("4.2", "Python SDKs", "Send their own parameters again with the link"),

        new("4.3", "body", "`message`, `errors[].description`, `trackingId`"),
        new("4.3", "TrackingID header", "On every response"),
        new("4.3", "400 field", "`name cannot be empty`") { Added = "the text also says what came and what is allowed" },
        new("4.3", "400 filter", "`invalid value for filter: roomId`")
        {
            Added = "unknown names, bad values and duplicates are refused too; Webex does not say what it does with them",
        },
        new("4.3", "400 unseen room", "A filter on a room that the creator is not in is refused")
        {
            Differs = "accepted: Ringback keeps no rooms; `visibleTo` of each event decides who gets it",
        },
        new("4.3", "401", "No token, or one that is not valid"),
        new("4.3", "403", "`Missing required scope: …`"),
        new("4.3", "404", "Unknown id"),
        new("4.3", "405", "Wrong method"),
        new("4.3", "406", "`Accept` without JSON"),
        new("4.3", "409", "Sources disagree on duplicates")
        {
            Differs = "409 for an exact duplicate including the name: the reading under which every known client works; it can "
                + "be switched off ([profiles](profiles.md))",
        },
        new("4.3", "415", "`Content type 'application/xml' not supported`"),
        new("4.3", "423, 428", "Locked or infected files; not for webhooks"),
        new("4.3", "429", "About 300 requests a minute; `Retry-After` in seconds, once seen malformed")
        {
            Differs = "`Retry-After` is always a whole number and the body JSON; the limit is a setting",
        },
        new("4.3", "Cache-Control", "`no-cache`, by one emulator of Webex"),
        new("4.3", "500, 502, 503, 504", "Without known texts")
        {
            Added = "503 with `Retry-After` when nothing can be stored: nothing was done, and a retry is safe",
        },

        new("4.5", "bearer token", "`Authorization: Bearer TOKEN`"),
        new("4.5", "read scope of the resource", "Create needs it; the firehose needs those of all that it covers"),
        new("4.5", "org level", "An administrator's token: the role, and the scope for it or `spark:all`"),
        new("4.5", "compliance", "`spark-compliance:webhooks_read` and `_write`")
        {
            Differs = "org webhooks for messages, memberships and rooms need the role `admin` besides the scope: Ringback has no "
                + "compliance officers",
        },
        new("4.5", "listing and deleting", "No scope for own webhooks"),
        new("4.5", "spark:all", "Covers the scopes of users"),
        new("4.5", "ownedBy=org supported for", "Meetings family, recordings, alerts, rooms, messaging, adminBatchJobs; "
            + "telephony_calls in practice"),
        new("4.5", "visibility", "A token sees the webhooks of its own app and user"),
        new("4.5", "service apps", "They cannot use `application:webhooks_*`")
        {
            Differs = "Ringback has no service-app tokens; these scopes exist for nobody and open nothing",
        },
    ];
}
