using System.Text.Json;
using Ringback.Filters;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;

namespace Ringback.Tests.Webhooks;

/// <summary>Webhooks and events of which a test says only what matters to it.</summary>
internal static class Some
{
    private static int _last;

    public static RegisteredWebhook Webhook(
        string resource = "messages",
        string eventName = "created",
        string? filter = null,
        string createdBy = "ann",
        WebhookOwner ownedBy = WebhookOwner.Creator,
        string orgId = "org",
        bool bot = false,
        Guid? id = null)
    {
        var parsed = WebhookFilter.Parse(filter, WebhookCatalogue.Webex.Find(resource)!, eventName, true);
        return new RegisteredWebhook
        {
            Id = id ?? new Guid(Interlocked.Increment(ref _last), 0, 0, new byte[8]),
            Name = "name",
            TargetUrl = "https://example.org/",
            Resource = resource,
            Event = eventName,
            Filter = Assert.IsType<FilterParseResult.Parsed>(parsed).Filter,
            Status = WebhookStatus.Active,
            OwnedBy = ownedBy,
            OrgId = orgId,
            CreatedBy = createdBy,
            AppId = "app",
            CreatorIsBot = bot,
            Created = DateTimeOffset.UnixEpoch,
        };
    }

    public static EventToMatch Event(
        string data = "{}",
        string resource = "messages",
        string type = "created",
        string orgId = "org",
        string? actorId = null,
        IReadOnlyCollection<string>? visibleTo = null) =>
        new(orgId, resource, type, actorId, JsonElement.Parse(data), visibleTo);
}
