using System.Reflection;
using System.Text.Json;
using Ringback.Protocol.Ids;
using Ringback.Protocol.Json;
using Ringback.Protocol.Records;

namespace Ringback.Tests.Protocol;

public class RingbackJsonTests
{
    private static readonly DateTimeOffset Created = new(2018, 9, 13, 19, 35, 51, 248, TimeSpan.Zero);

    private static readonly Webhook Webhook = new()
    {
        Id = "w",
        Name = "é 😀 <b> \u2028",
        TargetUrl = "https://example.com/?a=1&b=2",
        Resource = "messages",
        Event = "created",
        OrgId = "o",
        CreatedBy = "p",
        AppId = "a",
        OwnedBy = "creator",
        Status = "active",
        Created = Created,
    };

    [Fact]
    public void A_webhook_is_written_in_the_order_of_real_callbacks_without_what_is_not_set()
    {
        Assert.Equal(
            """
            {"id":"w","name":"é 😀 <b>  LS","targetUrl":"https://example.com/?a=1&b=2","resource":"messages",
            "event":"created","orgId":"o","createdBy":"p","appId":"a","ownedBy":"creator","status":"active",
            "created":"2018-09-13T19:35:51.248Z"}
            """.Replace("\n", "").Replace(" LS", "\u2028"),
            Write(Webhook));
    }

    [Fact]
    public void Filter_and_secret_stand_between_event_and_orgId()
    {
        var json = Write(Webhook with { Filter = "roomId=x&personId=y", Secret = "s" });

        Assert.Contains("""
            "event":"created","filter":"roomId=x&personId=y","secret":"s","orgId":"o"
            """, json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_list_comes_back_as_it_was_written()
    {
        var read = Read<WebhookList>(Write(new WebhookList([Webhook, Webhook with { Filter = "roomType=direct" }])));

        Assert.Equal([Webhook, Webhook with { Filter = "roomType=direct" }], read.Items);
    }

    [Fact]
    public void A_webhook_in_the_form_of_Webex_own_description_is_read()
    {
        var read = Read<Webhook>("""
            {"id":"w","name":"n","targetUrl":"u","resource":"messages","event":"created","status":"active",
             "ownedBy":"creator","created":"2015-10-18T14:26:16+00:00","somethingNew":{"a":[1]}}
            """);

        Assert.Null(read.OrgId);
        Assert.Equal("2015-10-18T14:26:16.000Z", WebexTimestamp.Format(read.Created));
    }

    [Fact]
    public void A_request_with_nothing_in_it_is_read_as_nulls()
    {
        Assert.Equal(new CreateWebhookRequest(), Read<CreateWebhookRequest>("{}"));
        Assert.Equal(new UpdateWebhookRequest(), Read<UpdateWebhookRequest>("""{"id":"x","Name":"wrong case"}"""));
        Assert.Equal(new CreateTokenRequest(), Read<CreateTokenRequest>("""{"scopes":null,"expiresAt":null}"""));
    }

    [Fact]
    public void A_publication_without_data_or_id_is_read()
    {
        var publication = Read<EventPublication>("""{"resource":"messages","type":"created"}""");

        Assert.Equal(JsonValueKind.Undefined, publication.Data.ValueKind);
        Assert.Equal((null, null, null), (publication.Id, publication.Created, publication.VisibleTo));
    }

    [Fact]
    public void Data_passes_in_canonical_form_whatever_is_in_it()
    {
        var publication = Read<EventPublication>("""
            {"id":"e","resource":"messages","type":"created","data":{"text":"\ud83d <\u00e9>","n":1.50,"n":1e3}}
            """);

        Assert.Equal(
            """{"id":"e","resource":"messages","type":"created","data":{"text":"\ud83d <é>","n":1000}}""",
            Write(publication));
    }

    [Fact]
    public void A_duplicate_is_mentioned_only_when_it_is_one()
    {
        var list = new PublishedEventList([new PublishedEvent("a", 0), new PublishedEvent("b", 2, Duplicate: true)]);

        Assert.Equal("""{"items":[{"id":"a","matched":0},{"id":"b","matched":2,"duplicate":true}]}""", Write(list));
    }

    [Fact]
    public void An_error_has_the_body_of_Webex()
    {
        var error = new ErrorBody("The name is missing.", [new ErrorDescription("name: must not be empty")], "R_1");

        Assert.Equal(
            """
            {"message":"The name is missing.","errors":[{"description":"name: must not be empty"}],"trackingId":"R_1"}
            """,
            Write(error));
    }

    [Fact]
    public void A_created_token_is_the_token_with_its_text()
    {
        var token = new AccessToken
        {
            Id = "t",
            Name = "n",
            PersonId = "p",
            OrgId = "o",
            AppId = "a",
            PersonType = "bot",
            DisplayName = "d",
            Emails = ["bot@example.com"],
            Scopes = ["spark:all"],
            Roles = [],
            Created = Created,
            ExpiresAt = Created.AddDays(1),
        };
        var plain = Write(token);

        var created = Write(new CreatedAccessToken(token, "rb_x"));

        Assert.Equal(
            """
            {"id":"t","name":"n","personId":"p","orgId":"o","appId":"a","personType":"bot","displayName":"d",
            "emails":["bot@example.com"],"scopes":["spark:all"],"roles":[],"created":"2018-09-13T19:35:51.248Z",
            "expiresAt":"2018-09-14T19:35:51.248Z"}
            """.Replace("\n", ""),
            plain);
        Assert.Equal("rb_x", Read<CreatedAccessToken>(created).Token);
        Assert.Equal($"{plain[..^1]},\"token\":\"rb_x\"}}", created);
    }

    [Theory]
    [InlineData("\"2015-10-18\"")]
    [InlineData("\"2015-10-18T14:26:16\"")]
    [InlineData("1445178376")]
    [InlineData("{}")]
    public void A_time_without_a_zone_is_refused_by_the_name_of_its_field(string time)
    {
        var refusal = Assert.Throws<JsonException>(() =>
            Read<EventPublication>($"{{\"resource\":\"messages\",\"created\":{time}}}"));

        Assert.Equal("$.created", refusal.Path);
    }

    [Fact]
    public void Options_of_a_web_host_get_the_whole_dialect()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = false };

        RingbackJson.Apply(options);

        Assert.Equal(Write(Webhook), JsonSerializer.Serialize(Webhook, options));
        Assert.Null(JsonSerializer.Deserialize<UpdateWebhookRequest>("""{"NAME":"x"}""", options)!.Name);
    }

    [Fact]
    public void The_shared_options_are_frozen()
    {
        Assert.True(RingbackJson.Options.IsReadOnly);
    }

    [Fact]
    public void Every_wire_record_has_generated_metadata()
    {
        var records = typeof(Webhook).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Webhook).Namespace && type.GetMethod("<Clone>$") is not null)
            .ToList();

        Assert.True(records.Count >= 17);
        Assert.All(records, type => Assert.True(RingbackJson.Options.TryGetTypeInfo(type, out _), type.Name));
    }

    [Fact]
    public void Every_time_and_every_free_value_is_carried_by_our_converters()
    {
        var types = typeof(Webhook).Assembly.GetTypes().Where(type => type.GetMethod("<Clone>$") is not null);
        var carried = types.SelectMany(type => type.GetProperties()).Where(property =>
            (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is var type
            && (type == typeof(DateTimeOffset) || type == typeof(JsonElement)));

        Assert.All(carried, property =>
            Assert.NotNull(property.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>()));
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, RingbackJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, RingbackJson.Options)!;
}
