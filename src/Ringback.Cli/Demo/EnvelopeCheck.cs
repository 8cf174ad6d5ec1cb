using System.Text;
using System.Text.Json;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Records;

namespace Ringback.Cli.Demo;

/// <summary>Holds the body of a callback against the webhook and the event that it should tell of.</summary>
internal static class EnvelopeCheck
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What is wrong with the body; null when nothing is.</summary>
    public static string? Problem(ReceivedCallback callback, Webhook webhook, DemoEvent happened)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(callback.Body);
            using var document = JsonDocument.Parse(text, Strict);
            return Problem(text, document.RootElement, Fields(webhook, happened), happened);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            return "a body that is not JSON";
        }
    }

    private static string? Problem(
        string text, JsonElement envelope, List<(string Name, string Value)> fields, DemoEvent happened)
    {
        if (JavaScriptJson.Stringify(envelope) != text)
        {
            return "a body that is not canonical";
        }

        if (text.Contains(DemoEvents.Withheld, StringComparison.Ordinal))
        {
            return "text that is to be withheld";
        }

        if (envelope.ValueKind != JsonValueKind.Object
            || !envelope.EnumerateObject().Select(member => member.Name)
                .SequenceEqual(fields.Select(field => field.Name).Append("data")))
        {
            return $"other fields than {string.Join(", ", fields.Select(field => field.Name))}, data";
        }

        return fields.Find(field => !envelope.GetProperty(field.Name).ValueEquals(field.Value)) is { Name: { } wrong }
            ? $"a wrong {wrong}"
            : JsonElement.DeepEquals(envelope.GetProperty("data"), happened.Carried) ? null : "other data";
    }

    /// <summary>The fields before <c>data</c>, in the order in which Webex sends them.</summary>
    private static List<(string Name, string Value)> Fields(Webhook webhook, DemoEvent happened)
    {
        var fields = new List<(string, string)>
        {
            ("id", webhook.Id),
            ("name", webhook.Name),
            ("targetUrl", webhook.TargetUrl),
            ("resource", happened.Publication.Resource!),
            ("event", happened.Publication.Type!),
        };
        Add("filter", webhook.Filter);
        Add("orgId", webhook.OrgId);
        Add("createdBy", webhook.CreatedBy);
        Add("appId", webhook.AppId);
        Add("ownedBy", webhook.OwnedBy);
        Add("status", webhook.Status);
        Add("created", WebexTimestamp.Format(webhook.Created));
        Add("actorId", happened.Publication.ActorId);
        return fields;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add((name, value));
            }
        }
    }
}
