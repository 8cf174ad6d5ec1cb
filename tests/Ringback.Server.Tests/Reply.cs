using System.Net;
using System.Text.Json;

namespace Ringback.Server.Tests;

/// <summary>A response of the API, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, IReadOnlyDictionary<string, string[]> Headers, string Text)
{
    /// <summary>The body as JSON; undefined when there is none.</summary>
    public JsonElement Json { get; } = Text.StartsWith('{') || Text.StartsWith('[')
        ? JsonDocument.Parse(Text).RootElement
        : default;

    /// <summary>The texts of <c>errors[].description</c>.</summary>
    public IReadOnlyList<string> Problems => [.. Json.GetProperty("errors").EnumerateArray()
        .Select(error => error.GetProperty("description").GetString()!)];

    /// <summary>A string of the body.</summary>
    public string this[string name] => Json.GetProperty(name).GetString()!;

    /// <summary>The <c>items</c> of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>The only value of a header; null when it did not come.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? Assert.Single(values) : null;

    /// <summary>Fails unless the status is the expected one, and shows the body then.</summary>
    public Reply ShouldBe(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)status} expected, {(int)Status} came: {Text}");
        return this;
    }

    /// <summary>Fails unless it is an error of a status in Webex's shape; its problems.</summary>
    public IReadOnlyList<string> ShouldFail(HttpStatusCode status)
    {
        ShouldBe(status);
        Assert.Equal(["message", "errors", "trackingId"], Json.EnumerateObject().Select(field => field.Name));
        Assert.StartsWith("application/json", Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(Header("TrackingID"), this["trackingId"]);
        Assert.NotEmpty(this["trackingId"]);
        Assert.NotEmpty(Problems);
        Assert.Equal(Problems[0], this["message"]);
        return Problems;
    }
}
