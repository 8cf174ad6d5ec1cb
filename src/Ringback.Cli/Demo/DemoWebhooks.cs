using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>The webhooks of the demo.</summary>
internal static class DemoWebhooks
{
    /// <summary>The nine webhooks; each shows something else.</summary>
    public static IReadOnlyList<DemoWebhook> Create(DemoWorld world) =>
    [
        new()
        {
            Key = "room",
            Creator = "person",
            Request = Request("In \"Project Unicorn\" 🦄", "messages", "created", $"roomId={world.Unicorn.Id}"),
            Wants = happened => happened.What == "messages created" && happened.Has("roomId", world.Unicorn.Id),
        },
        new()
        {
            Key = "mention",
            Creator = "bot",
            Request = Request("Somebody mentions me", "messages", "created", "mentionedPeople=me"),
            Wants = happened => happened.What == "messages created" && happened.Mentions(world.Bot),
        },
        new()
        {
            Key = "card",
            Creator = "person",
            Request = Request("Any card is <submitted>", "attachmentActions", "created"),
            Wants = happened => happened.What == "attachmentActions created",
        },
        new()
        {
            Key = "meeting",
            Creator = "person",
            Request = Request("A meeting has ended", "meetings", "ended"),
            Wants = happened => happened.What == "meetings ended",
        },
        new()
        {
            Key = "call",
            Creator = "person",
            Request = Request("A call changes 📞", "telephony_calls", "updated") with
            {
                Secret = "whsec_V2F0c29uLCBjb21lIGhlcmUhIEkgd2FudCB5b3U=",
            },
            Wants = happened => happened.What == "telephony_calls updated",
        },
        new()
        {
            Key = "recovers",
            Creator = "person",
            Request = Request("Fails twice, recovers", "memberships", "created"),
            Wants = happened => happened.What == "memberships created",
            Refusals = 2,
        },
        new()
        {
            Key = "silent",
            Creator = "person",
            Request = Request("Nobody speaks here", "messages", "created", $"roomId={world.Silent.Id}"),
            Wants = _ => false,
        },
        new()
        {
            Key = "firehose",
            Creator = "person",
            Request = Request("Firehose d'été", "all", "all") with { Secret = "clé 🔑 with spaces" },
            Wants = happened => happened.Publication.Resource is "messages" or "memberships" or "rooms",
        },
        new()
        {
            Key = "org",
            Creator = "admin",
            Request = Request("Zoë's meetings (org)", "meetings", "ended", $"hostEmail={world.Zoe.Email}") with
            {
                OwnedBy = "org",
            },
            Wants = happened => happened.What == "meetings ended" && happened.Has("hostEmail", world.Zoe.Email),
        },
    ];

    private static CreateWebhookRequest Request(
        string name, string resource, string eventName, string? filter = null) =>
        new()
        {
            Name = name,
            Resource = resource,
            Event = eventName,
            Filter = filter,
            Secret = "correct horse battery staple",
        };
}
