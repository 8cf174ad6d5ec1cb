namespace Ringback.Server.Tests.Clients;

/// <summary>A membership that ends, with the text and numbers that a client which re-serialises would reject.</summary>
internal static class HostileText
{
    /// <summary>The display name in it.</summary>
    public const string DisplayName = "Zoë <b>&amp;</b> \"it's\" \\ \u2028 \u007f 🦊";

    /// <summary>The event as published: escapes, spaces and a number that is not in its shortest form.</summary>
    public const string MembershipDeleted = """
        { "resource": "memberships", "type": "deleted", "actorId": "actor", "data": {
            "id": "membership", "roomId": "room", "roomType": "group", "personId": "someone", "isMonitor": 1.50,
            "personEmail": "zo\u00eb@example.com",
            "personDisplayName": "Zo\u00eb \u003cb>&amp;</b> \"it's\" \\ \u2028 \u007f \ud83e\udd8a" } }
        """;

    /// <summary>A message to the bot, which it fetches once it has taken the callback.</summary>
    public const string MessageCreated = """
        {"resource":"messages","type":"created","actorId":"actor","data":{"id":"message","roomId":"room",
        "roomType":"direct","personId":"someone","personEmail":"zoë@example.com","text":"withheld"}}
        """;

    /// <summary>A submitted card, for which the bots have a webhook of its own.</summary>
    public const string CardSubmitted = """
        {"resource":"attachmentActions","type":"created","actorId":"actor","data":{"id":"action","type":"submit",
        "messageId":"message","roomId":"room","personId":"someone","inputs":{"name":"withheld"}}}
        """;
}
