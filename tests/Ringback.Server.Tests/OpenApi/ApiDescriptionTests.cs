using System.Net;
using System.Text.Json.Nodes;
using Ringback.Protocol.Catalogue;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The description of the API that is served: it has all of the contract, and describes every route.</summary>
public sealed class ApiDescriptionTests(SharedServer shared)
{
    // The contract names the two owners only in its prose; anything else is refused, and the description says so.
    private const string WordsOfProse = "ownedBy any value";

    [Fact]
    public async Task Description_has_all_of_the_contract() =>
        Assert.All(ContractWalk.Missing(ContractDocument.Read(), await ReadAsync()),
            missing => Assert.EndsWith(WordsOfProse, missing, StringComparison.Ordinal));

    [Fact]
    public async Task Description_is_OpenAPI_3_1_of_the_server_that_was_asked()
    {
        var document = await ReadAsync();

        Assert.StartsWith("3.1.", document["openapi"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("/v1", document["servers"]!.AsArray().Single()!["url"]!.ToString());
        Assert.Equal("Ringback", document["info"]!["title"]!.ToString());
    }

    [Fact]
    public async Task Every_route_is_described_once()
    {
        var document = await ReadAsync();

        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject()
                .Where(method => method.Key != "servers")
                .Select(method => $"{method.Key} {path.Key} {method.Value!["operationId"]}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "delete /tokens/{tokenId} revokeToken",
                "delete /webhooks/{webhookId} deleteWebhook",
                "get /events listEvents",
                "get /events/{eventId} getEventDetails",
                "get /people/me getMyOwnDetails",
                "get /tokens listTokens",
                "get /webhooks listWebhooks",
                "get /webhooks/{webhookId} getWebhookDetails",
                "get /webhooks/{webhookId}/settings getWebhookSettings",
                "post /events publishEvents",
                "post /tokens createToken",
                "post /webhooks createWebhook",
                "put /webhooks/{webhookId} updateWebhook",
                "put /webhooks/{webhookId}/settings updateWebhookSettings",
            ],
            operations);
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_every_error_the_body_of_errors()
    {
        var document = await ReadAsync();

        Assert.All(Operations(document), operation =>
        {
            Assert.NotEmpty(operation["summary"]!.ToString());
            Assert.EndsWith(".", operation["description"]!.ToString(), StringComparison.Ordinal);
            Assert.All(operation["responses"]!.AsObject().Where(response => response.Key[0] != '2'), response =>
            {
                Assert.Equal(
                    "#/components/schemas/ErrorBody",
                    response.Value!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString());
            });
        });
        Assert.Equal(
            ["message", "errors", "trackingId"],
            document["components"]!["schemas"]!["ErrorBody"]!["required"]!.AsArray().Select(name => name!.ToString()));
    }

    [Theory]
    [InlineData("Webhook")]
    [InlineData("CreateWebhookRequest")]
    public async Task Words_are_those_of_contract_and_catalogue(string schema)
    {
        var properties = (await ReadAsync())["components"]!["schemas"]![schema]!["properties"]!;

        var resources = properties["resource"]!["enum"]!.AsArray().Select(word => word!.ToString()).ToList();
        var events = properties["event"]!["enum"]!.AsArray().Select(word => word!.ToString()).ToList();
        Assert.All(WebhookCatalogue.Webex.Resources, resource =>
        {
            Assert.Contains(resource.Name, resources);
            Assert.All(resource.RegistrableEvents, name => Assert.Contains(name, events));
        });
        Assert.Equal(resources.Distinct(), resources);
        Assert.Equal(events.Distinct(), events);
    }

    [Fact]
    public async Task Properties_carry_the_comments_of_the_wire_records()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!;

        Assert.Equal("The name that its owner gave it.", schemas["Webhook"]!["properties"]!["name"]!["description"]!.ToString());
    }

    [Fact]
    public async Task Every_property_has_a_type_and_a_comment_in_plain_text()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!.AsObject();

        Assert.All(schemas.SelectMany(schema => schema.Value!["properties"]!.AsObject()), property =>
        {
            Assert.NotNull(property.Value!["type"] ?? property.Value["$ref"]);
            var comment = property.Value["description"]!.ToString();
            Assert.All(["&amp;", "string?", "JsonValueKind"], word =>
                Assert.DoesNotContain(word, comment, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Nothing_is_said_to_be_null()
    {
        var reply = await shared.Server.Anonymous.SendAsync("GET", "openapi/v1.json");

        Assert.DoesNotContain("\"null\"", reply.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Operations(JsonNode document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Where(method => method.Key != "servers").Select(method => method.Value!));

    private async Task<JsonNode> ReadAsync()
    {
        var reply = (await shared.Server.Anonymous.SendAsync("GET", "openapi/v1.json")).ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(reply.Text)!;
    }
}
