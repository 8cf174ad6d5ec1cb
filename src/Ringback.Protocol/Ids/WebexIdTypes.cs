namespace Ringback.Protocol.Ids;

/// <summary>The types that stand inside Webex ids: <c>ciscospark://us/TYPE/uuid</c>.</summary>
public static class WebexIdTypes
{
    /// <summary>A registered application; its id holds <c>C</c> and 64 hex digits in place of a UUID.</summary>
    public const string Application = "APPLICATION";

    /// <summary>A submitted card.</summary>
    public const string AttachmentAction = "ATTACHMENT_ACTION";

    /// <summary>A phone call.</summary>
    public const string Call = "CALL";

    /// <summary>A file of a message.</summary>
    public const string Content = "CONTENT";

    /// <summary>One event for one webhook; Ringback's own.</summary>
    public const string Delivery = "DELIVERY";

    /// <summary>Something that happened.</summary>
    public const string Event = "EVENT";

    /// <summary>A person in a room.</summary>
    public const string Membership = "MEMBERSHIP";

    /// <summary>A message.</summary>
    public const string Message = "MESSAGE";

    /// <summary>An organization.</summary>
    public const string Organization = "ORGANIZATION";

    /// <summary>A person or a bot.</summary>
    public const string People = "PEOPLE";

    /// <summary>A room.</summary>
    public const string Room = "ROOM";

    /// <summary>A team.</summary>
    public const string Team = "TEAM";

    /// <summary>An access token; Ringback's own.</summary>
    public const string Token = "TOKEN";

    /// <summary>A webhook.</summary>
    public const string Webhook = "WEBHOOK";
}
