using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Records;

namespace Ringback.Server.OpenApi;

/// <summary>Completes schemas of wire records by what C# cannot say: words, formats and what must be there.</summary>
internal static class WireSchemas
{
    // Webex's own description has them; the catalogue may be a custom one.
    private static readonly string[] ContractResources =
    [
        "messages", "rooms", "memberships", "meetings", "recordings", "meetingParticipants", "meetingTranscripts",
        "attachmentActions", "telephony_calls",
    ];

    private static readonly string[] ContractEvents =
        ["created", "updated", "deleted", "started", "ended", "joined", "left", "migrated", "read"];

    /// <summary>Completes the schema of a type.</summary>
    public static void Complete(OpenApiSchema schema, Type type, WebhookCatalogue catalogue)
    {
        foreach (var property in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
        {
            // What is null is left out of answers, and counts as left out of requests.
            property.Type &= ~JsonSchemaType.Null;
            property.Description = WebUtility.HtmlDecode(property.Description);
            if (property.Format == "date-time")
            {
                // The converter of the wire's times hides it.
                property.Type = JsonSchemaType.String;
            }
        }

        if (type == typeof(Webhook) || type == typeof(CreateWebhookRequest) || type == typeof(UpdateWebhookRequest))
        {
            Property(schema, "targetUrl").Format = "uri";
            Words(schema, "status", ["active", "inactive"]);
        }

        if (type == typeof(Webhook) || type == typeof(CreateWebhookRequest))
        {
            Words(schema, "resource", ContractResources.Union(catalogue.Resources.Select(resource => resource.Name)));
            Words(schema, "event", ContractEvents.Union(
                catalogue.Resources.SelectMany(resource => resource.RegistrableEvents)));
        }

        if (type == typeof(EventPublication) || type == typeof(EventRecord))
        {
            Property(schema, "data").Type = JsonSchemaType.Object;
        }

        schema.Required = type.Name switch
        {
            nameof(CreateWebhookRequest) => Names("name", "targetUrl", "resource", "event"),
            nameof(UpdateWebhookRequest) => Names("name", "targetUrl"),
            nameof(EventPublication) => Names("resource", "type", "data"),
            _ => schema.Required,
        };
    }

    private static HashSet<string> Names(params string[] names) => [.. names];

    private static void Words(OpenApiSchema schema, string name, IEnumerable<string> words) =>
        Property(schema, name).Enum = [.. words.Select(word => JsonValue.Create(word))];

    private static OpenApiSchema Property(OpenApiSchema schema, string name) =>
        schema.Properties?[name] as OpenApiSchema
        ?? throw new InvalidOperationException($"A schema has no property {name}.");
}
