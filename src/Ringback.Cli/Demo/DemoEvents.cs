using System.Globalization;
using System.Text.Json.Nodes;
using Ringback.Protocol.Ids;

namespace Ringback.Cli.Demo;

/// <summary>A busy day in the shapes of Webex: messages, memberships, rooms, cards, meetings and calls.</summary>
internal sealed class DemoEvents(DemoWorld world, DateTimeOffset now)
{
    /// <summary>Stands in every text that callbacks must not carry.</summary>
    public const string Withheld = "Not for callbacks";

    private static readonly string[] MessageText = ["text", "markdown", "html"];
    private static readonly string[] MembershipTypes = ["created", "updated", "deleted"];
    private static readonly string[] CallStates = ["alerting", "connected", "held", "connected"];

    /// <summary>The events of every kind, in a mixed order.</summary>
    public static DemoEvent[] Create(DemoWorld world, DateTimeOffset now)
    {
        var events = new DemoEvents(world, now);
        return world.Mix(
        [
            .. Enumerable.Range(0, 112).Select(events.Message),
            .. Enumerable.Range(0, 36).Select(events.Membership),
            .. Enumerable.Range(0, 16).Select(events.Room),
            .. Enumerable.Range(0, 20).Select(events.Card),
            .. Enumerable.Range(0, 28).Select(events.Meeting),
            .. Enumerable.Range(0, 36).Select(events.Call),
        ]);
    }

    private DemoEvent Message(int number)
    {
        var room = world.Rooms[number % world.Rooms.Count];
        var author = world.Speakers[number / 3 % world.Speakers.Count];
        var data = new JsonObject
        {
            ["id"] = world.NewId(WebexIdTypes.Message),
            ["roomId"] = room.Id,
            ["roomType"] = room.Type,
            ["text"] = $"{Withheld}: {author.Name} says {number}",
            ["markdown"] = $"**{Withheld}**",
            ["personId"] = author.Id,
            ["personEmail"] = author.Email,
            ["created"] = Time(number),
        };
        if (number % 5 == 0 && room.Type == "group")
        {
            data["html"] = $"<spark-mention>{Withheld}</spark-mention>";
            data["mentionedPeople"] = new JsonArray(world.Bot.Id, world.Li.Id);
        }

        if (number % 7 == 0)
        {
            data["files"] = new JsonArray($"https://webexapis.com/v1/contents/{world.NewId(WebexIdTypes.Content)}");
        }

        return number % 14 == 13
            ? Happened("messages deleted", data, author, room, [.. MessageText, "created", "files", "mentionedPeople"])
            : Happened("messages created", data, author, room, MessageText);
    }

    private DemoEvent Membership(int number)
    {
        var room = world.Rooms[number / 3 % world.Rooms.Count];
        var person = world.Speakers[number % world.Speakers.Count];
        return Happened(
            $"memberships {MembershipTypes[number % 3]}",
            new JsonObject
            {
                ["id"] = world.NewId(WebexIdTypes.Membership),
                ["roomId"] = room.Id,
                ["roomType"] = room.Type,
                ["personId"] = person.Id,
                ["personEmail"] = person.Email,
                ["personDisplayName"] = person.Name,
                ["personOrgId"] = world.OrgId,
                ["isModerator"] = number % 4 == 0,
                ["isMonitor"] = false,
                ["created"] = Time(number),
            },
            world.Zoe,
            room);
    }

    private DemoEvent Room(int number)
    {
        var room = world.Rooms[number % world.Rooms.Count];
        return Happened(
            number % 3 == 0 ? "rooms created" : "rooms updated",
            new JsonObject
            {
                ["id"] = room.Id,
                ["title"] = $"{Withheld}: {room.Title}",
                ["type"] = room.Type,
                ["isLocked"] = number % 2 == 0,
                ["creatorId"] = world.Zoe.Id,
                ["lastActivity"] = Time(number),
                ["created"] = Time(0),
            },
            world.Zoe,
            room,
            "title");
    }

    private DemoEvent Card(int number)
    {
        var room = world.Rooms[number % world.Rooms.Count];
        var person = world.Speakers[number / 2 % world.Speakers.Count];
        return Happened(
            "attachmentActions created",
            new JsonObject
            {
                ["id"] = world.NewId(WebexIdTypes.AttachmentAction),
                ["type"] = "submit",
                ["messageId"] = world.NewId(WebexIdTypes.Message),
                ["inputs"] = new JsonObject { ["comment"] = Withheld, ["rating"] = 4.5 },
                ["personId"] = person.Id,
                ["roomId"] = room.Id,
                ["created"] = Time(number),
            },
            person,
            room,
            "inputs");
    }

    private DemoEvent Meeting(int number)
    {
        var isZoes = number / 2 % 3 != 0;
        var host = isZoes ? world.Zoe : world.Me;
        var hasEnded = number % 2 == 1;
        var data = new JsonObject
        {
            ["id"] = $"{world.NewUuid():N}_I_{194316955237236650 + number}",
            ["meetingType"] = "meeting",
            ["title"] = $"Stand-up n° {number} — {host.Name}",
            ["timezone"] = "Europe/Zurich",
            ["start"] = TimeToSecond(-1800),
            ["end"] = TimeToSecond(0),
            ["hostUserId"] = host.Id,
            ["hostEmail"] = host.Email,
            ["state"] = hasEnded ? "ended" : "inProgress",
            ["siteUrl"] = "example.webex.com",
            ["password"] = Withheld,
        };

        // Every third meeting is one that only its host sees: its end reaches the org's webhook, not the person's.
        return DemoEvent.Create(
            world, hasEnded ? "meetings ended" : "meetings started", data, null, ["password"],
            number / 2 % 3 == 2 ? [world.Zoe.Id] : null);
    }

    private DemoEvent Call(int number)
    {
        var type = number % 6 == 0 ? "created" : number % 6 == 5 ? "deleted" : "updated";
        var (eventType, state) = type switch
        {
            "created" => ("received", "alerting"),
            "deleted" => ("disconnected", "disconnected"),
            _ => ("updated", CallStates[number % CallStates.Length]),
        };
        var caller = world.Speakers[number % world.Speakers.Count];
        var data = new JsonObject
        {
            ["eventType"] = eventType,
            ["eventTimestamp"] = Time(number),
            ["callId"] = world.NewId(WebexIdTypes.Call),
            ["callSessionId"] = world.NewUuid().ToString(),
            ["personality"] = "terminator",
            ["state"] = state,
            ["muteCapable"] = state == "connected",
            ["muted"] = false,
            ["remoteParty"] = new JsonObject
            {
                ["name"] = caller.Name,
                ["number"] = $"+1905555{100 + number:D4}",
                ["privacyEnabled"] = false,
                ["callType"] = "external",
            },
            ["appearance"] = 1 + (number % 4),
            ["created"] = Time(number),
            ["completedElsewhere"] = false,
        };
        return DemoEvent.Create(world, $"telephony_calls {type}", data, world.Me, [], [world.Me.Id]);
    }

    private DemoEvent Happened(
        string what, JsonObject data, DemoPerson actor, DemoRoom room, params IReadOnlyList<string> withheld) =>
        DemoEvent.Create(world, what, data, actor, withheld, room.Members);

    private string Time(int number) => WebexTimestamp.Format(now.AddMilliseconds(number * -1377));

    private string TimeToSecond(int seconds) =>
        now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
