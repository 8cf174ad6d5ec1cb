using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Parity.Fuzzing;

/// <summary>Bodies that are right for an operation, for <see cref="JsonMutator"/> to change.</summary>
internal static class FuzzBodies
{
    /// <summary>For <c>POST /v1/webhooks</c>, and now and then for another route.</summary>
    public static readonly JsonNode[] Webhooks = Parse(
        """{"name":"fuzz","targetUrl":"http://127.0.0.1:9/x","resource":"messages","event":"created"}""",
        """
        {"name":"fuzz","targetUrl":"https://example.com:8443/a?b=c","resource":"messages","event":"all",
         "filter":"roomId=r1&personEmail=a@example.com&hasFiles=true&mentionedPeople=me","secret":"whsec_c2VjcmV0","ownedBy":"creator"}
        """,
        """{"name":"fuzz","targetUrl":"http://127.0.0.1:9/","resource":"all","event":"all","filter":""}""",
        """
        {"name":"fuzz","targetUrl":"http://127.0.0.1:9/","resource":"meetings","event":"started","ownedBy":"org",
         "filter":"hostEmail=a@example.com&state=active"}
        """,
        """
        {"name":"fuzz","targetUrl":"http://127.0.0.1:9/","resource":"telephony_calls","event":"updated",
         "filter":"personality=originator&callType=external&number=%2B1234"}
        """);

    private static readonly JsonNode[] Updates = Parse(
        """{"name":"changed","targetUrl":"http://127.0.0.1:9/y","secret":"s","status":"active","ownedBy":"creator"}""",
        """{"name":"changed","status":"inactive","resource":"rooms","event":"all","filter":"x=y","id":"z"}""",
        """{"secret":""}""");

    private static readonly JsonNode[] Settings = Parse("""{"inFlightLimit":4}""", """{"inFlightLimit":null}""", "{}");

    private static readonly JsonNode[] Events = Parse(
        """
        {"id":"e1","resource":"messages","type":"created","orgId":"o","actorId":"p1","created":"2026-01-31T12:00:00.000Z",
         "data":{"id":"m1","roomId":"r1","roomType":"group","personId":"p1","personEmail":"a@example.com","text":"t","x":1.5,
         "files":["f"],"mentionedPeople":["p2"]},"visibleTo":["p1","p2"]}
        """,
        """{"resource":"messages","type":"deleted","data":{"id":"m1","roomId":"r1","files":[],"attachments":[{}]}}""",
        """{"items":[{"resource":"rooms","type":"updated","data":{"id":"r"}},{"resource":"memberships","type":"created","data":{}}]}""",
        """
        {"resource":"telephony_calls","type":"updated","actorId":"p1",
         "data":{"callId":"c","state":"held","personality":"originator","remoteParty":{"number":"+1","callType":"external"}}}
        """);

    private static readonly JsonNode[] Tokens = Parse(
        """
        {"name":"t","personId":"p","orgId":"o","appId":"a","personType":"bot","displayName":"d","emails":["a@example.com"],
         "scopes":["spark:all"],"roles":["admin"],"expiresAt":"2100-01-01T00:00:00Z"}
        """,
        """{"scopes":[]}""");

    /// <summary>Those of an operation; none for one that takes none, or is not known here.</summary>
    public static JsonNode[] Of(string operationId) => operationId switch
    {
        "createWebhook" => Webhooks,
        "updateWebhook" => Updates,
        "updateWebhookSettings" => Settings,
        "publishEvents" => Events,
        "createToken" => Tokens,
        _ => [],
    };

    private static JsonNode[] Parse(params string[] texts) => [.. texts.Select(text => JsonNode.Parse(text)!)];
}
