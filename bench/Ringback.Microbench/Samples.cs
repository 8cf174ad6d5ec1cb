using System.Text;
using System.Text.Json;
using Ringback.Events;
using Ringback.Filters;
using Ringback.Protocol.Catalogue;
using Ringback.Webhooks;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Secrets;

namespace Ringback.Microbench;

/// <summary>Webhooks and events like those of the load test.</summary>
internal static class Samples
{
    public const string OrgId = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8wMTkwYTZjNC03ZDJl";
    public const string PersonId = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8wMTkwYTZjNC03ZDJl";

    public static RegisteredWebhook Webhook(int number, string? filter = null) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMilliseconds(number)),
        Name = $"load {number}",
        TargetUrl = $"http://127.0.0.1:8080/w/{number}",
        Resource = "messages",
        Event = "created",
        Filter = Filter(filter),
        Secrets = new SigningSecrets($"a secret that nobody can guess {number}", DateTimeOffset.UnixEpoch),
        Status = WebhookStatus.Active,
        OwnedBy = WebhookOwner.Creator,
        OrgId = OrgId,
        CreatedBy = PersonId,
        AppId = "Y2lzY29zcGFyazovL3VzL0FQUExJQ0FUSU9OLzAxOTBhNmM0LTdkMmU",
        Created = DateTimeOffset.UnixEpoch,
    };

    public static WebhookFilter Filter(string? text)
        => WebhookFilter.Parse(text, WebhookCatalogue.Webex.Find("messages")!, "created", ownedByOrg: false)
            is FilterParseResult.Parsed(var filter) ? filter : throw new ArgumentException($"'{text}' is no filter.");

    /// <summary>The data of a message in a room, with a file whose name has so many characters: callbacks carry it, and no text.</summary>
    public static string Message(string roomId, int file = 62) => $$"""
        {"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvMDE5MGE2YzQtN2QyZS03MDAw","roomId":"{{roomId}}","roomType":"group",
        "text":"Green again.","personId":"{{PersonId}}","personEmail":"matt@example.com",
        "mentionedPeople":["{{PersonId}}"],"files":["http://127.0.0.1/{{new string('x', file)}}"],"created":"2026-01-01T00:00:00.000Z"}
        """.ReplaceLineEndings("");

    public static WebhookEvent Event(string data) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        PublicId = "load-1",
        OrgId = OrgId,
        Resource = "messages",
        Type = "created",
        ActorId = PersonId,
        Created = DateTimeOffset.UnixEpoch,
        Data = Encoding.UTF8.GetBytes(data),
    };

    public static EventToMatch ToMatch(string data)
        => new(OrgId, "messages", "created", PersonId, JsonDocument.Parse(data).RootElement, null);
}
