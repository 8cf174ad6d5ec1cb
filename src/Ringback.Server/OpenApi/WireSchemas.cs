using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Ringback.Protocol.Catalogue;
using Ringback.Protocol.Records;

namespace Ringback.Server.OpenApi;

/// <summary>Completes schemas of wire records by what their members' attributes say, the same by which requests are read.</summary>
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
    public static void Complete(OpenApiSchema schema, JsonTypeInfo type, WebhookCatalogue catalogue)
    {
        foreach (var member in type.Properties)
        {
            if (schema.Properties?.TryGetValue(member.Name, out var known) != true || known is not OpenApiSchema property)
            {
                continue;
            }

            // What is null is left out of answers, and counts as left out of requests.
            property.Type &= ~JsonSchemaType.Null;
            property.Description = WebUtility.HtmlDecode(property.Description);
            if (property.Format == "date-time")
            {
                // The converter of the wire's times hides it.
                property.Type = JsonSchemaType.String;
            }

            if (member.PropertyType == typeof(JsonElement))
            {
                property.Type = JsonSchemaType.Object;
            }

            foreach (var attribute in member.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
            {
                if (attribute is RequiredAttribute)
                {
                    (schema.Required ??= new HashSet<string>()).Add(member.Name);
                }

                Complete(property, attribute, catalogue);
            }
        }
    }

    /// <summary>
    /// Says of a member that is a record, and may be absent, that it is the record: the framework describes it as one that may be
    /// null.
    /// </summary>
    public static void Unwrap(IOpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties?.ToList() ?? [])
        {
            if (member is OpenApiSchema { OneOf: { Count: > 0 } choices }
                && choices.OfType<OpenApiSchemaReference>().SingleOrDefault() is { } reference)
            {
                reference.Description = WebUtility.HtmlDecode(member.Description ?? reference.Description);
                schema.Properties![name] = reference;
            }
        }
    }

    private static void Complete(OpenApiSchema property, object attribute, WebhookCatalogue catalogue)
    {
        switch (attribute)
        {
            case StringLengthAttribute length:
                property.MaxLength = length.MaximumLength;
                property.MinLength = length.MinimumLength > 0 ? length.MinimumLength : null;
                break;
            case RegularExpressionAttribute pattern:
                property.Pattern = pattern.Pattern;
                break;
            case UrlAttribute:
                property.Format = "uri";
                break;
            case RangeAttribute range:
                property.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
                property.Maximum = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
                break;
            case ListLimitAttribute limit:
                property.MaxItems = limit.MaxCount;
                if (limit.MaxLength > 0 && property.Items is OpenApiSchema item)
                {
                    (item.MinLength, item.MaxLength) = (1, limit.MaxLength);
                }

                break;
            case AllowedValuesAttribute allowed:
                Words(property, allowed.Values.OfType<string>());
                break;
            case CatalogueWordAttribute { Kind: CatalogueWordKind.Resource }:
                Words(property, ContractResources.Union(catalogue.Resources.Select(resource => resource.Name)));
                break;
            case CatalogueWordAttribute { Kind: CatalogueWordKind.Event }:
                Words(property, ContractEvents.Union(
                    catalogue.Resources.SelectMany(resource => resource.RegistrableEvents)));
                break;
            default:
                break;
        }
    }

    private static void Words(OpenApiSchema property, IEnumerable<string> words) =>
        property.Enum = [.. words.Select(word => JsonValue.Create(word))];
}
