using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The walk over the contract finds every kind of damage: a document that is served could have each.</summary>
public sealed class ContractWalkTests
{
    private const string Status = "get /webhooks status 200";
    private const string List = "paths//webhooks/get";
    private const string Create = "paths//webhooks/post";

    [Fact]
    public void Contract_misses_nothing_of_itself() =>
        Assert.Empty(ContractWalk.Missing(ContractDocument.Read(), ContractDocument.Read()));

    [Theory]
    [InlineData("paths//webhooks", "get /webhooks")]
    [InlineData("paths//webhooks/{webhookId}/delete", "delete /webhooks/{webhookId}")]
    [InlineData(List + "/operationId", "get /webhooks operationId listWebhooks")]
    [InlineData(List + "/tags", "get /webhooks tag Webhooks")]
    [InlineData(List + "/parameters/0", "get /webhooks parameter query max")]
    [InlineData(List + "/parameters/0/schema/default", "get /webhooks parameter query max default 100")]
    [InlineData(List + "/parameters/0/schema/type", "get /webhooks parameter query max type integer")]
    [InlineData(List + "/parameters/1", "get /webhooks parameter query ownedBy")]
    [InlineData("paths//webhooks/{webhookId}/get/parameters/0/required",
        "get /webhooks/{webhookId} parameter path webhookId required true")]
    [InlineData(List + "/responses/401", "get /webhooks status 401")]
    [InlineData(List + "/responses/200/content", Status + " application/json")]
    [InlineData(List + "/responses/200/content/application/json/schema/properties/items", Status + ".items")]
    [InlineData(List + "/responses/200/content/application/json/schema/properties/items/items", Status + ".items[]")]
    [InlineData(Create + "/requestBody", "post /webhooks body")]
    [InlineData(Create + "/requestBody/required", "post /webhooks body required true")]
    [InlineData(Create + "/requestBody/content/application/json", "post /webhooks body application/json")]
    [InlineData("components/schemas/CreateWebhookRequest/required/2", "components.schemas.CreateWebhookRequest required resource")]
    [InlineData("components/schemas/CreateWebhookRequest/required/2", "post /webhooks body required resource")]
    [InlineData("components/schemas/UpdateWebhookRequest/properties/ownedBy", "put /webhooks/{webhookId} body.ownedBy")]
    [InlineData("components/schemas/Webhook/properties/secret", Status + ".items[].secret")]
    [InlineData("components/schemas/Webhook/properties/created/format", "components.schemas.Webhook.created format date-time")]
    [InlineData("components/schemas/Webhook/properties/event/enum/8", "components.schemas.Webhook.event value read")]
    [InlineData("components/schemas/Webhook/properties/status/enum", "components.schemas.Webhook.status value inactive")]
    [InlineData("components/securitySchemes/bearerAuth", "components.securitySchemes.bearerAuth")]
    [InlineData("components/securitySchemes/bearerAuth/scheme", "components.securitySchemes.bearerAuth scheme bearer")]
    [InlineData("security", """document security {"bearerAuth":[]}""")]
    [InlineData("servers", "servers: /v1")]
    public void What_is_missing_is_found(string place, string expected)
    {
        var damaged = ContractDocument.Read();
        Remove(damaged, place);

        Assert.Contains(expected, ContractWalk.Missing(ContractDocument.Read(), damaged));
    }

    [Theory]
    [InlineData(List + "/parameters/0/schema/default", "50", "get /webhooks parameter query max default 100")]
    [InlineData(List + "/parameters/1/schema/enum", """["org"]""", "get /webhooks parameter query ownedBy any value")]
    [InlineData(List + "/parameters/2", """{"name":"orgId","in":"query","required":true}""", "get /webhooks demands orgId")]
    [InlineData("components/schemas/Webhook/properties/name/type", """["null","string"]""", "components.schemas.Webhook.name type string")]
    [InlineData("servers", """[{"url":"https://example.com/"}]""", "servers: /v1")]
    public void What_differs_or_asks_more_is_found(string place, string value, string expected)
    {
        var damaged = ContractDocument.Read();
        Set(damaged, place, JsonNode.Parse(value)!);

        Assert.Contains(expected, ContractWalk.Missing(ContractDocument.Read(), damaged));
    }

    [Fact]
    public void What_is_more_is_no_matter()
    {
        var richer = ContractDocument.Read();
        Set(richer, "paths//webhooks/patch", new JsonObject());
        Set(richer, "paths//webhooks/get/parameters/2", new JsonObject { ["name"] = "cursor", ["in"] = "query" });
        Set(richer, "components/schemas/Webhook/properties/more", new JsonObject { ["type"] = "string" });
        Set(richer, "components/schemas/Webhook/properties/event/enum/9", JsonValue.Create("all"));

        Assert.Empty(ContractWalk.Missing(ContractDocument.Read(), richer));
    }

    private static void Remove(JsonNode document, string place)
    {
        var (parent, name) = Find(document, place);
        if (parent is JsonArray list)
        {
            list.RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            Assert.True(parent.AsObject().Remove(name), place);
        }
    }

    private static void Set(JsonNode document, string place, JsonNode value)
    {
        var (parent, name) = Find(document, place);
        if (parent is JsonArray list)
        {
            list.Add(value);
        }
        else
        {
            parent[name] = value;
        }
    }

    // Names of paths and media types hold slashes: the longest name that is there counts.
    private static (JsonNode Parent, string Name) Find(JsonNode node, string place)
    {
        for (var rest = place; ;)
        {
            var name = node is JsonObject members
                ? members.Select(member => member.Key).Where(key => rest.StartsWith(key + "/", StringComparison.Ordinal))
                    .MaxBy(key => key.Length)
                : rest.Contains('/') ? rest[..rest.IndexOf('/', StringComparison.Ordinal)] : null;
            if (name is null)
            {
                return (node, rest);
            }

            node = node is JsonArray list
                ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]!
                : node[name]!;
            rest = rest[(name.Length + 1)..];
        }
    }
}
