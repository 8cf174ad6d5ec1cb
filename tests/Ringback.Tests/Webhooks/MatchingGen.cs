using System.Runtime.CompilerServices;
using CsCheck;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

/// <summary>Random webhooks and events over so few people, rooms and words that they often meet.</summary>
internal static class MatchingGen
{
    private static readonly Gen<string> Id = Gen.OneOf("ann", "bob", "cat", "bot", "R1", "R2");
    private static readonly Gen<string> Email = Gen.OneOf("ann@x.org", "ANN@x.org", "bob@x.org");
    private static readonly Gen<string> Person = Gen.OneOf("ann", "bob", "cat", "bot");
    private static readonly Gen<string> Org = Gen.OneOf("org", "other");
    private static readonly Gen<string> Truth = Gen.OneOf("true", "false");

    /// <summary>Webhooks for many resources and events. Ids are few, so that a put often replaces.</summary>
    public static Gen<RegisteredWebhook> Mixed { get; } = Webhooks(
        Org,
        ("messages", "created"), ("messages", "created"), ("messages", "all"), ("messages", "read"),
        ("memberships", "created"), ("memberships", "all"), ("rooms", "created"), ("rooms", "all"),
        ("telephony_calls", "created"), ("all", "all"));

    /// <summary>Webhooks of which so many share a place in the index that they are grouped by creator.</summary>
    public static Gen<RegisteredWebhook> Crowd { get; } =
        Webhooks(Gen.Const("org"), ("messages", "created"), ("all", "all"));

    private static Gen<string> Data { get; } =
        from fields in Gen.Select(
            Maybe("roomId", Id.Select(Quoted)),
            Maybe("personId", Person.Select(Quoted)),
            Maybe("personEmail", Email.Select(Quoted)),
            Maybe("roomType", Gen.OneOf("direct", "group").Select(Quoted)),
            Maybe("mentionedPeople", Person.Select(Quoted).Array[0, 4].Select(List)),
            Maybe("files", Gen.OneOf("[]", "null", "[\"f\"]", "\"f\"", "\"\"")),
            Maybe("remoteParty", Person.Select(person => $$"""{"personId":"{{person}}","number":"R1"}""")),
            Maybe("isModerator", Gen.OneOf("true", "false", "null", "\"true\"")))
        from more in Gen.Select(
            Maybe("isLocked", Truth),
            Maybe("attachments", Gen.OneOf("[]", "[1]")),
            Maybe("mentionedGroups", Gen.OneOf("[\"all\"]", "\"all\"", "[\"here\"]")),
            Maybe("type", Gen.OneOf("direct", "group").Select(Quoted)),
            Maybe("state", Gen.OneOf("held", "alerting").Select(Quoted)))
        select "{" + string.Join(',', Texts(fields).Concat(Texts(more)).Where(text => text.Length > 0)) + "}";

    /// <summary>An event with a random part of the fields that filters look at.</summary>
    public static Gen<EventToMatch> Event { get; } = Gen.Select(
        Org,
        Gen.OneOf("messages", "messages", "memberships", "rooms", "telephony_calls"),
        Gen.OneOf("created", "created", "updated", "read", "migrated"),
        Person.Null(),
        Person.Array[0, 4].Null(),
        Data,
        (org, resource, type, actor, visible, data) => Some.Event(data, resource, type, org, actor, visible));

    private static Gen<RegisteredWebhook> Webhooks(
        Gen<string> orgs, params (string Resource, string Event)[] targets) =>
        from id in Gen.Int[1, 150]
        from org in orgs
        from person in Person
        from owner in Gen.OneOf(WebhookOwner.Creator, WebhookOwner.Creator, WebhookOwner.Org)
        from target in Gen.OneOf(targets)
        from filter in Filter(target.Resource, target.Event)
        select Some.Webhook(
            target.Resource, target.Event, filter, person, owner, org,
            bot: person == "bot", id: new Guid(id, 0, 0, new byte[8]));

    private static Gen<string> Filter(string resource, string eventName)
    {
        var filters = WebhookCatalogue.Webex.Find(resource)!.Filters
            .Where(filter => eventName == "all" || filter.AppliesTo(eventName))
            .ToArray();
        if (filters.Length == 0)
        {
            return Gen.Const("");
        }

        return from chosen in Gen.Shuffle(filters, 0, 2)
               from values in Gen.Select(Value(chosen, 0), Value(chosen, 1))
               select string.Join('&', chosen.Zip([values.Item1, values.Item2], (filter, v) => $"{filter.Name}={v}"));
    }

    private static Gen<string> Value(CatalogueFilter[] chosen, int index) =>
        index >= chosen.Length ? Gen.Const("") : chosen[index].Kind switch
        {
            FilterKind.Email => Email,
            FilterKind.Enum => Gen.OneOf([.. chosen[index].Values]),
            FilterKind.Boolean or FilterKind.NonEmpty => Truth,
            FilterKind.List => Gen.OneOf("me", "ann", "bob", "bot").Array[1, 3].Select(list => string.Join(',', list)),
            _ => Id,
        };

    private static Gen<string> Maybe(string name, Gen<string> value) =>
        Gen.Select(Gen.Bool, value, (there, text) => there ? $"\"{name}\":{text}" : "");

    private static string Quoted(string text) => $"\"{text}\"";

    private static string List(string[] items) => $"[{string.Join(',', items)}]";

    private static IEnumerable<string> Texts(ITuple tuple) =>
        Enumerable.Range(0, tuple.Length).Select(i => (string)tuple[i]!);
}
