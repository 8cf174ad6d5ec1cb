namespace Ringback.Protocol.Ids;

/// <summary>The types that stand inside Webex ids: <c>ciscospark://us/TYPE/uuid</c>.</summary>
public static class WebexIdTypes
{
    /// <summary>A registered application; its id holds <c>C</c> and 64 hex digits in place of a UUID.</summary>
    public const string Application = "APPLICATION";

    /// <summary>What somebody entered into a card and sent.</summary>
    public const string AttachmentAction = "ATTACHMENT_ACTION";

    /// <summary>A phone call, as <c>telephony_calls</c> tells of it.</summary>
    public const string Call = "CALL";

    /// <summary>A file of a message.</summary>
    public const string Content = "CONTENT";

    /// <summary>One event for one webhook; Ringback's own.</summary>
    public const string Delivery = "DELIVERY";

    /// <summary>An event that was published without an id of its publisher's choice.</summary>
    public const string Event = "EVENT";

    /// <summary>A person in a room.</summary>
    public const string Membership = "MEMBERSHIP";

    /// <summary>A message in a room, or to one person.</summary>
    public const string Message = "MESSAGE";

    /// <summary>An organization: every person and webhook belongs to one.</summary>
    public const string Organization = "ORGANIZATION";

    /// <summary>A person or a bot.</summary>
    public const string People = "PEOPLE";

    /// <summary>A room (Webex calls it a space too), or a conversation of two.</summary>
    public const string Room = "ROOM";

    /// <summary>A team: people who share several rooms.</summary>
    public const string Team = "TEAM";

    /// <summary>An access token; Ringback's own.</summary>
    public const string Token = "TOKEN";

    /// <summary>A webhook that was registered here or at Webex.</summary>
    public const string Webhook = "WEBHOOK";
}
