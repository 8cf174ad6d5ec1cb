using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ringback.Server.Tests.Api;

/// <summary>Bodies that are too long, of the wrong type, or not JSON.</summary>
public sealed class RequestBodyTests(SharedServer shared)
{
    public static TheoryData<string, byte[]> NotJson => new()
    {
        { "empty", [] },
        { "blank", "  \r\n"u8.ToArray() },
        { "cut off", "{\"name\":\"n"u8.ToArray() },
        { "two values", "{} {}"u8.ToArray() },
        { "single quotes", "{'name':'n'}"u8.ToArray() },
        { "a comma too many", "{\"name\":\"n\",}"u8.ToArray() },
        { "a comment", "{/* hello */}"u8.ToArray() },
        { "form", "name=n&targetUrl=x"u8.ToArray() },
        { "Latin-1", Encoding.Latin1.GetBytes("{\"name\":\"café\"}") },
        { "bad UTF-8", [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "overlong UTF-8", [.. "{\"name\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "surrogates in UTF-8", [.. "{\"name\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{\"name\":\"n\"}") },
        { "too deep", Encoding.UTF8.GetBytes(new string('[', 5000)) },
        { "too deep an object",
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)) },
    };

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task Body_that_is_not_JSON_is_a_400_on_every_route(string what, byte[] body)
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        var create = await tenant.Person.Client.SendAsync("POST", "v1/webhooks", body);
        var update = await tenant.Person.Client.SendAsync("PUT", $"v1/webhooks/{id}", body);
        var publish = await tenant.Publisher.Client.SendAsync("POST", "v1/events", body);

        Assert.All([create, update, publish],
            reply => Assert.True(reply.ShouldFail(HttpStatusCode.BadRequest).Count > 0, what));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("null")]
    public async Task JSON_that_is_not_an_object_is_a_400(string body)
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));

        Assert.All(
            [
                await tenant.Person.SendAsync("POST", "v1/webhooks", body),
                await tenant.Person.SendAsync("PUT", $"v1/webhooks/{id}", body),
                await tenant.Publisher.SendAsync("POST", "v1/events", body),
            ],
            reply => Assert.Contains("object", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)),
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"\ud800","targetUrl":"https://example.com/","resource":"messages","event":"created"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/\udc00","resource":"messages","event":"created"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/","resource":"\ud800","event":"created"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/","resource":"messages","event":"created","filter":"roomId=\ud83d"}""")]
    [InlineData("""{"name":"n","targetUrl":"https://example.com/","resource":"messages","event":"created","secret":"\ude00\ud83d"}""")]
    public async Task Half_a_surrogate_pair_in_a_field_is_a_400(string body)
    {
        var person = (await shared.NewTenantAsync()).Person;

        (await person.SendAsync("POST", "v1/webhooks", body)).ShouldFail(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("webhooks", "name", "a\0b", "name")]
    [InlineData("webhooks", "targetUrl", "https://example.com/\0", "targetUrl")]
    [InlineData("webhooks", "filter", "roomId=\0", "filter")]
    [InlineData("webhooks", "secret", "\0", "secret")]
    [InlineData("events", "id", "e\0", "id")]
    [InlineData("events", "orgId", "\0", "orgId")]
    [InlineData("events", "actorId", "a\0b", "actorId")]
    [InlineData("events", "visibleTo", new[] { "p1", "p\0" }, "visibleTo[1]")]
    [InlineData("tokens", "name", "\0", "name")]
    [InlineData("tokens", "personId", "p\0", "personId")]
    [InlineData("tokens", "orgId", "o\0", "orgId")]
    [InlineData("tokens", "appId", "a\0", "appId")]
    [InlineData("tokens", "displayName", "\0d", "displayName")]
    [InlineData("tokens", "emails", new[] { "a@example.com\0" }, "emails[0]")]
    [InlineData("tokens", "scopes", new[] { "spark:all\0" }, "scopes[0]")]
    [InlineData("tokens", "roles", new[] { "admin\0" }, "roles[0]")]
    public async Task Null_character_in_what_a_store_keeps_as_text_is_a_400(
        string route, string field, object value, string named)
    {
        var tenant = await shared.NewTenantAsync();
        using var admin = shared.Server.As(shared.Server.AdminToken);
        var (client, body) = route switch
        {
            "webhooks" => (tenant.Person.Client, Sample.Webhook()),
            "events" => (tenant.Publisher.Client, Sample.Event()),
            _ => (admin, "{}"),
        };
        var fields = JsonNode.Parse(body)!.AsObject();
        fields[field] = JsonSerializer.SerializeToNode(value);

        var reply = await client.SendAsync("POST", $"v1/{route}", fields.ToJsonString());

        Assert.Equal(
            $"{named} holds the character U+0000, which is not allowed in text",
            Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Null_character_in_the_data_of_an_event_is_delivered_as_it_came()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        var reply = await tenant.Publisher.SendAsync("POST", "v1/events",
            """{"resource":"messages","type":"created","data":{"id":"m\u00001","\u0000":"\u0000"}}""");

        reply.ShouldBe(HttpStatusCode.Accepted);
        Assert.EndsWith("""
            "data":{"id":"m\u00001","\u0000":"\u0000"}}
            """, (await receiver.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_name_that_nobody_asked_for_is_ignored()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var body = """{"\ud800":1,""" + Sample.Webhook()[1..];

        (await person.SendAsync("POST", "v1/webhooks", body)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"resource":"messages","type":"created","data":{},"\ud800\u0000extra":"x"}""")]
    [InlineData("""{"resource":"telephony_calls","type":"updated","data":{"remoteParty":{"number":"1","\ud800\u0000extra":"x"}}}""")]
    public async Task Half_a_surrogate_pair_in_the_last_name_of_an_event_is_passed_over(string body)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url,
            new { resource = "telephony_calls", @event = "updated", filter = "number=1" });

        (await tenant.Publisher.SendAsync("POST", "v1/events", body)).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_the_last_name_of_settings_is_passed_over()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var webhook = (await person.SendAsync("POST", "v1/webhooks", Sample.Webhook())).ShouldBe(HttpStatusCode.OK);
        var id = webhook.Json.GetProperty("id").GetString();

        var reply = await person.SendAsync("PUT", $"v1/webhooks/{id}/settings",
            """{"inFlightLimit":4,"\ud800\u0000extra":"x"}""");

        Assert.Equal(4, reply.ShouldBe(HttpStatusCode.OK).Json.GetProperty("inFlightLimit").GetInt32());
    }

    [Theory]
    [InlineData("""{"id":"\ud800","resource":"messages","type":"created","data":{}}""")]
    [InlineData("""{"resource":"messages","type":"created","data":{},"actorId":"\ud800"}""")]
    [InlineData("""{"resource":"messages","type":"created","data":{},"visibleTo":["\ud800"]}""")]
    public async Task Half_a_surrogate_pair_in_a_field_of_an_event_is_a_400(string body)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        (await publisher.SendAsync("POST", "v1/events", body)).ShouldFail(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_the_data_of_an_event_is_delivered_as_it_came()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);
        await tenant.Person.RegisterAsync(receiver.Url, new { filter = "roomId=r1" });

        var reply = await tenant.Publisher.SendAsync("POST", "v1/events",
            """{"resource":"messages","type":"created","data":{"id":"m1","roomId":"\ud800","\udc00":"x"}}""");

        Assert.Equal(1, reply.ShouldBe(HttpStatusCode.Accepted).Items[0].GetProperty("matched").GetInt32());
        Assert.EndsWith("""
            "data":{"id":"m1","roomId":"\ud800","\udc00":"x"}}
            """, (await receiver.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Other_media_type_is_a_415_that_names_it(string? mediaType)
    {
        var tenant = await shared.NewTenantAsync();
        var id = await tenant.Person.RegisterAsync(new Uri("https://example.com/"));
        var body = "{}"u8.ToArray();

        Assert.All(
            [
                await tenant.Person.Client.SendAsync("POST", "v1/webhooks", body, mediaType),
                await tenant.Person.Client.SendAsync("PUT", $"v1/webhooks/{id}", body, mediaType),
                await tenant.Publisher.Client.SendAsync("POST", "v1/events", body, mediaType),
            ],
            reply =>
            {
                var problem = Assert.Single(reply.ShouldFail(HttpStatusCode.UnsupportedMediaType));
                Assert.Contains($"Content type '{mediaType ?? "none"}' not supported", problem,
                    StringComparison.Ordinal);
                Assert.Contains("application/json", problem, StringComparison.Ordinal);
            });
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON; charset=utf-8")]
    [InlineData("application/vnd.example+json")]
    public async Task JSON_is_read_by_whatever_name(string mediaType)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply =
            await person.Client.SendAsync("POST", "v1/webhooks", Encoding.UTF8.GetBytes(Sample.Webhook()), mediaType);

        reply.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Single_event_may_be_1_MiB_and_no_longer()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var fits = await publisher.Client.SendAsync("POST", "v1/events", EventOf(1024 * 1024));
        var tooLong = await publisher.Client.SendAsync("POST", "v1/events", EventOf((1024 * 1024) + 1));

        fits.ShouldBe(HttpStatusCode.Accepted);
        Assert.Contains("1048576", Assert.Single(tooLong.ShouldFail(HttpStatusCode.RequestEntityTooLarge)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_may_be_16_MiB_and_no_longer()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var fits = await publisher.Client.SendAsync("POST", "v1/events", BatchOf(16 * 1024 * 1024));
        var tooLong = await publisher.Client.SendAsync("POST", "v1/events", BatchOf((16 * 1024 * 1024) + 1));

        fits.ShouldBe(HttpStatusCode.Accepted);
        Assert.Contains("16777216", Assert.Single(tooLong.ShouldFail(HttpStatusCode.RequestEntityTooLarge)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_of_unknown_length_is_cut_off_at_the_limit_and_the_connection_goes_on()
    {
        var person = (await shared.NewTenantAsync()).Person;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler) { BaseAddress = shared.Server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        client.DefaultRequestHeaders.TransferEncodingChunked = true;
        var tooLong = Encoding.UTF8.GetBytes(Sample.Webhook(new { more = new string('x', 70_000) }));

        for (var i = 0; i < 10; i++)
        {
            var refused = await client.SendAsync("POST", "v1/webhooks", tooLong);
            var made = await client.SendAsync(
                "POST", "v1/webhooks", Encoding.UTF8.GetBytes(Sample.Webhook(new { name = $"n{i}" })));

            refused.ShouldFail(HttpStatusCode.RequestEntityTooLarge);
            made.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static byte[] EventOf(int length)
    {
        var (start, end) = ("{\"resource\":\"messages\",\"type\":\"created\",\"data\":{\"id\":\"", "\"}}");
        return Encoding.UTF8.GetBytes(start + new string('x', length - start.Length - end.Length) + end);
    }

    private static byte[] BatchOf(int length)
    {
        var (start, end) = ("{\"items\":[", "]}");
        var largest = Encoding.UTF8.GetString(EventOf(1024 * 1024));
        var items = string.Join(',', Enumerable.Repeat(largest, 15));
        var rest = Encoding.UTF8.GetString(EventOf(length - items.Length - start.Length - end.Length - 1));
        return Encoding.UTF8.GetBytes($"{start}{items},{rest}{end}");
    }
}
