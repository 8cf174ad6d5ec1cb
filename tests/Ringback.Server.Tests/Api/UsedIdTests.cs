using System.Net;
using System.Text.Json;

namespace Ringback.Server.Tests.Api;

/// <summary>An id counts once for the same event, and is refused for another one.</summary>
public sealed class UsedIdTests(SharedServer shared)
{
    [Theory]
    [InlineData("""{"data":{"id":"other"}}""", "data")]
    [InlineData("""{"resource":"rooms"}""", "resource")]
    [InlineData("""{"type":"deleted"}""", "type")]
    [InlineData("""{"actorId":"somebody"}""", "actorId")]
    [InlineData("""{"created":"2026-01-31T12:00:00.001Z"}""", "created")]
    [InlineData("""{"visibleTo":["somebody"]}""", "visibleTo")]
    [InlineData("""{"visibleTo":[]}""", "visibleTo")]
    [InlineData("""{"resource":"rooms","data":{}}""", "resource, data")]
    public async Task Another_event_under_a_used_id_is_a_409_that_names_the_id_and_what_differs(string change, string fields)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        await publisher.SendAsync("POST", "v1/events", Event("order-1"));

        var reply = await publisher.SendAsync("POST", "v1/events", Event("order-1", change));

        Assert.Equal(
            $"id \"order-1\" was used for another event, which differs in {fields}",
            Assert.Single(reply.ShouldFail(HttpStatusCode.Conflict)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":{ "id" : "m" , "n": 1.0}}""")]
    public async Task Same_event_once_more_counts_once_however_it_is_written(string change)
    {
        var tenant = await shared.NewTenantAsync();
        var second = await tenant.AddAsync(new { scopes = new[] { "ringback:publish" } });
        await tenant.Publisher.SendAsync("POST", "v1/events", Event("order-1"));

        var reply = (await second.SendAsync("POST", "v1/events", Event("order-1", change))).ShouldBe(HttpStatusCode.Accepted);

        Assert.True(Assert.Single(reply.Items).GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    public async Task Time_of_publishing_is_no_difference()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var body = """{"id":"order-1","resource":"messages","type":"created","data":{"id":"m"}}""";
        await publisher.SendAsync("POST", "v1/events", body);

        var reply = (await publisher.SendAsync("POST", "v1/events", body)).ShouldBe(HttpStatusCode.Accepted);

        Assert.True(Assert.Single(reply.Items).GetProperty("duplicate").GetBoolean());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task In_a_batch_only_the_item_is_refused(string mediaType)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Publisher.SendAsync("POST", "v1/events", Event("order-1"));
        await receiver.NextAsync();
        string[] events =
        [
            Event("order-2"), Event("order-1", """{"data":{"id":"x"}}"""), Event("order-1"),
            Event("order-3"), Event("order-3", """{"data":{"id":"y"}}"""),
        ];
        var body = mediaType == "application/json" ? $$"""{"items":[{{string.Join(',', events)}}]}""" : string.Join('\n', events);

        var reply = (await tenant.Publisher.Client.SendAsync(
            "POST", "v1/events", System.Text.Encoding.UTF8.GetBytes(body), mediaType)).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal([1, 0, 1, 1, 0], reply.Items.Select(item => item.GetProperty("matched").GetInt32()));
        Assert.Equal(
            [null, "id \"order-1\" was used for another event, which differs in data", null, null,
                "id \"order-3\" was used for another event, which differs in data"],
            reply.Items.Select(item => item.TryGetProperty("error", out var error)
                ? error.GetProperty("description").GetString() : null));
        Assert.True(reply.Items[2].GetProperty("duplicate").GetBoolean());
        Assert.Equal("m", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal("m", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
    }

    private static string Event(string id, string change = "{}")
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(
            """{"resource":"messages","type":"created","created":"2026-01-31T12:00:00.000Z","data":{"id":"m","n":1}}""")!.AsObject();
        body["id"] = id;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!)
        {
            body[name] = System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText());
        }

        return body.ToJsonString();
    }
}
