using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The check of answers finds each way in which one can differ from its description.</summary>
public sealed class SchemaCheckTests
{
    private const string Document = """
        {"components":{"schemas":{"Thing":{"type":"object","required":["id"],"properties":{
          "id":{"type":"string","maxLength":3},"kind":{"type":"string","enum":["a","b"]},"count":{"type":"integer"},
          "at":{"type":"string","format":"date-time"},"parts":{"type":"array","items":{"$ref":"#/components/schemas/Thing"}},
          "untold":{}}}}}}
        """;

    [Theory]
    [InlineData("""{"id":"x","kind":"a","count":1,"at":"2026-01-31T12:00:00Z","parts":[{"id":"y"}]}""", null)]
    [InlineData("""{"kind":"a"}""", ".id is missing")]
    [InlineData("""{"id":"x","more":1}""", ".more is not described")]
    [InlineData("""{"id":"x","untold":1}""", ".untold has no type")]
    [InlineData("""{"id":7}""", ".id is Number and not string")]
    [InlineData("""{"id":"long"}""", ".id is longer than 3")]
    [InlineData("""{"id":"x","kind":"c"}""", ".kind is \"c\"")]
    [InlineData("""{"id":"x","count":1.5}""", ".count is Number and not integer")]
    [InlineData("""{"id":"x","kind":null}""", ".kind is Null and not string")]
    [InlineData("""{"id":"x","at":"soon"}""", ".at is \"soon\"")]
    [InlineData("""{"id":"x","parts":[{}]}""", ".parts[].id is missing")]
    public void Difference_is_found(string answer, string? problem)
    {
        var document = JsonNode.Parse(Document)!;

        var problems = new SchemaCheck(document).Problems(
            JsonElement.Parse(answer), document["components"]!["schemas"]!["Thing"]!);

        if (problem is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
        }
    }
}
