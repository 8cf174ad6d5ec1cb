using System.Text.Json.Nodes;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

/// <summary>The rules of matching written as plainly as possible, to compare index and evaluator with.</summary>
internal static class NaiveMatching
{
    public static bool Wants(RegisteredWebhook webhook, EventToMatch happened) =>
        webhook.OrgId == happened.OrgId
        && WebhookCatalogue.Webex.Expand(webhook.Resource).Any(resource => resource.Name == happened.Resource)
        && WebhookCatalogue.Webex.ExpandEvent(webhook.Resource, webhook.Event).Contains(happened.Type)
        && Sees(webhook, happened)
        && FilterMatches(webhook, happened);

    public static bool FilterMatches(RegisteredWebhook webhook, EventToMatch happened)
    {
        var data = JsonNode.Parse(happened.Data.GetRawText());
        return (webhook.Filter.Text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).All(pair =>
        {
            var (name, value) = (pair.Split('=')[0], pair.Split('=')[1]);
            var filter = WebhookCatalogue.Webex.Find(webhook.Resource)!.FindFilter(name)!;
            var wanted = filter.Kind == FilterKind.List ? value.Split(',') : [value];
            var there = Values(data, filter.Path).ToList();
            if (filter.OrActor && happened.ActorId is not null)
            {
                there.Add(happened.ActorId);
            }

            return filter.Kind switch
            {
                FilterKind.Boolean => there.Contains("true") == (value == "true"),
                FilterKind.NonEmpty => there.Exists(item => item.Length > 0) == (value == "true"),
                FilterKind.Email => there.Contains(value, StringComparer.OrdinalIgnoreCase),
                _ => wanted.Any(item => there.Contains(filter.Me && item == "me" ? webhook.CreatedBy : item)),
            };
        });
    }

    private static bool Sees(RegisteredWebhook webhook, EventToMatch happened)
    {
        if (webhook.OwnedBy == WebhookOwner.Org)
        {
            return true;
        }

        var data = JsonNode.Parse(happened.Data.GetRawText())!;
        var mustBeMentioned = webhook.CreatorIsBot && happened.Resource == "messages"
            && data["roomType"]?.ToString() == "group";
        return (happened.VisibleTo is null || happened.VisibleTo.Contains(webhook.CreatedBy))
            && (!mustBeMentioned || Values(data, ["mentionedPeople"]).Contains(webhook.CreatedBy));
    }

    private static IEnumerable<string> Values(JsonNode? node, IReadOnlyList<string> path) => node switch
    {
        null => [],
        JsonArray array => array.SelectMany(item => Values(item, path)),
        JsonObject when path.Count == 0 => [],
        JsonObject item => Values(item[path[0]], [.. path.Skip(1)]),
        _ => path.Count == 0 ? [node.ToString()] : [],
    };
}
