using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Ringback.Server.Tests.Delivery;

/// <summary>The callback as it stands on the wire: body, headers, both signatures.</summary>
public sealed class EnvelopeTests(SharedServer shared)
{
    private const string Secret = "s3crét 😀";

    [Fact]
    public async Task Envelope_has_every_field_in_the_order_of_Webex_and_canonical_bytes()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var name = "é <b> \"q\" 😀 \u2028 \\";
        var filter = "roomId=r1&personEmail=a@example.com";
        var webhook = (await tenant.Person.SendAsync("POST", "v1/webhooks", new
        {
            name,
            targetUrl = receiver.Url,
            resource = "messages",
            @event = "created",
            filter,
        })).ShouldBe(HttpStatusCode.OK);

        (await tenant.Publisher.SendAsync("POST", "v1/events", """
            {"resource":"messages","type":"created","actorId":"p\u00e9","data":{"id" : "m1", "roomId":"r1",
             "personEmail":"A@example.com", "text":"secret words","html":"<p>","created":"2026-01-31T12:00:00.000Z",
             "x":1.50,"y":[1e2, {"b":null,"a":true}],"name":"\ud83d\ude00 \u003c\/"}}
            """)).ShouldBe(HttpStatusCode.Accepted);
        var callback = await receiver.NextAsync();

        var expected = $$$"""
            {"id":"{{{webhook["id"]}}}","name":"é <b> \"q\" 😀 {{{"\u2028"}}} \\","targetUrl":"{{{receiver.Url}}}","resource":"messages",
            "event":"created","filter":"{{{filter}}}","orgId":"{{{tenant.OrgId}}}","createdBy":"{{{tenant.Person.PersonId}}}",
            "appId":"{{{tenant.Person.AppId}}}","ownedBy":"creator","status":"active","created":"{{{webhook["created"]}}}",
            "actorId":"pé","data":{"id":"m1","roomId":"r1","personEmail":"A@example.com","created":"2026-01-31T12:00:00.000Z",
            "x":1.5,"y":[100,{"b":null,"a":true}],"name":"😀 </"}}
            """.Replace("\n", "", StringComparison.Ordinal);
        Assert.Equal(expected, callback.Text);
        Assert.Equal("POST", callback.Method);
        Assert.Equal("/", callback.Path);
    }

    [Theory]
    [InlineData("bot:s%C3%A9cr%3At@", "bot:sécr:t")]
    [InlineData("bot@", "bot:")]
    [InlineData("", null)]
    public async Task Name_and_password_of_the_URL_are_sent_as_browsers_send_them(string userInfo, string? credentials)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(new Uri($"http://{userInfo}{receiver.Url.Authority}/"));

        await tenant.Publisher.PublishAsync("m1");
        var callback = await receiver.NextAsync();

        var expected = credentials is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";
        Assert.Equal(expected, callback.Header("Authorization"));
        Assert.Equal(receiver.Url.Authority, callback.Header("Host"));
    }

    [Fact]
    public async Task Filter_actor_and_signatures_are_absent_when_there_are_none()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        await tenant.Publisher.PublishAsync("m1");
        var callback = await receiver.NextAsync();

        Assert.Equal(
            [
                "id", "name", "targetUrl", "resource", "event", "orgId", "createdBy", "appId", "ownedBy", "status",
                "created", "data",
            ],
            callback.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            [
                "Accept", "Content-Length", "Content-Type", "Host", "Ringback-Event-Id", "TrackingID", "User-Agent",
                "webhook-id", "webhook-timestamp",
            ],
            callback.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Headers_say_what_was_sent_by_whom_and_when()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url);

        var published = await tenant.Publisher.SendAsync(
            "POST", "v1/events", new { resource = "messages", type = "created", data = new { id = "m1" } });
        var callback = await receiver.NextAsync();

        Assert.Equal("application/json", callback.Header("Content-Type"));
        Assert.Equal("*/*", callback.Header("Accept"));
        Assert.StartsWith("Ringback/", callback.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(receiver.Url.Authority, callback.Header("Host"));
        Assert.Equal(published.Items[0].GetProperty("id").GetString(), callback.Header("Ringback-Event-Id"));
        Assert.NotEqual(callback.Header("Ringback-Event-Id"), callback.Header("webhook-id"));
        Assert.False(string.IsNullOrEmpty(callback.Header("TrackingID")));
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(callback.Header("webhook-timestamp")!, CultureInfo.InvariantCulture));
        Assert.InRange(DateTimeOffset.UtcNow - sentAt, TimeSpan.FromSeconds(-1), Limits.Signal);
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_short")]
    public async Task Both_signatures_are_those_of_the_bytes_that_were_sent(string secret)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url, new { name = "😀 é <", secret });

        await tenant.Publisher.PublishAsync("m1 😀");
        var callback = await receiver.NextAsync();

        Assert.Equal(HexHmacSha1(secret, callback.Body), callback.Header("X-Spark-Signature"));
        var key = secret == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            ? Convert.FromBase64String(secret[6..])
            : Encoding.UTF8.GetBytes(secret);
        byte[] signed =
        [
            .. Encoding.UTF8.GetBytes($"{callback.Header("webhook-id")}.{callback.Header("webhook-timestamp")}."),
            .. callback.Body,
        ];
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)),
            callback.Header("webhook-signature"));
    }

    [Fact]
    public async Task Firehose_gets_the_concrete_resource_and_event()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        await tenant.Person.RegisterAsync(receiver.Url, new { resource = "all", @event = "all" });

        (string, string)[] happenings = [("rooms", "updated"), ("messages", "deleted"), ("memberships", "created")];
        foreach (var (resource, type) in happenings)
        {
            await tenant.Publisher.SendAsync("POST", "v1/events", new { resource, type, data = new { id = "x" } });
            var callback = await receiver.NextAsync();

            Assert.Equal(resource, callback.Json.GetProperty("resource").GetString());
            Assert.Equal(type, callback.Json.GetProperty("event").GetString());
        }
    }

    [Fact]
    public async Task Event_goes_to_every_webhook_of_its_org_that_wants_it_and_to_no_other()
    {
        await using var wanted = Receiver.Start();
        await using var unwanted = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var other = await shared.NewTenantAsync();
        for (var i = 0; i < 10; i++)
        {
            await tenant.Person.RegisterAsync(new Uri(wanted.Url, $"/{i}"));
        }

        await other.Person.RegisterAsync(unwanted.Url);
        await tenant.Person.RegisterAsync(unwanted.Url, new { filter = "roomId=r2" });
        await tenant.Person.RegisterAsync(unwanted.Url, new { @event = "deleted" });

        await tenant.Publisher.SendAsync("POST", "v1/events",
            new { resource = "messages", type = "created", data = new { id = "m1", roomId = "r1" } });
        var callbacks = await wanted.NextAsync(10);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"/{i}"),
            callbacks.Select(callback => callback.Path).Order(StringComparer.Ordinal));
        Assert.Equal(10, callbacks.Select(callback => callback.Header("webhook-id")).Distinct().Count());
        Assert.Equal(0, unwanted.Count);
    }

    private static string HexHmacSha1(string secret, byte[] body)
    {
        // Webex's own format, computed apart from the code under test.
#pragma warning disable CA5350
        return Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body));
#pragma warning restore CA5350
    }
}
