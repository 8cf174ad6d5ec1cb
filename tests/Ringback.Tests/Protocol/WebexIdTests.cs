using System.Text;
using CsCheck;
using Ringback.Protocol.Ids;

namespace Ringback.Tests.Protocol;

public class WebexIdTests
{
    private const string Uuid = "c3b1b1f0-0d5f-11e6-8a2d-0123456789ab";

    [Fact]
    public void An_id_is_the_unpadded_base64_of_its_uri()
    {
        var id = WebexId.Create(WebexIdTypes.Webhook, Guid.Parse(Uuid));

        Assert.Equal(Id($"ciscospark://us/WEBHOOK/{Uuid}"), id);
        Assert.StartsWith("Y2lzY29zcGFyazovL3VzL1dFQkhPT0sv", id, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_uuid_comes_back_from_its_id_whatever_the_type()
    {
        Gen.Select(Gen.Guid, Gen.Int[0, Types.Length - 1].Select(i => Types[i])).Sample((uuid, type) =>
            WebexId.TryParse(WebexId.Create(type, uuid), type, out var parsed) && parsed == uuid);
    }

    [Theory]
    [InlineData("ciscospark://us/WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://eu/WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://urn:TEAM:us-west-2_r/WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://us/WEBHOOK/C3B1B1F0-0D5F-11E6-8A2D-0123456789AB")]
    public void An_id_of_any_cluster_is_read_padded_or_not(string uri)
    {
        var padded = Convert.ToBase64String(Encoding.UTF8.GetBytes(uri));

        Assert.True(WebexId.TryParse(padded, WebexIdTypes.Webhook, out var fromPadded));
        Assert.True(WebexId.TryParse(padded.TrimEnd('='), WebexIdTypes.Webhook, out var fromUnpadded));
        Assert.Equal((Guid.Parse(Uuid), Guid.Parse(Uuid)), (fromPadded, fromUnpadded));
    }

    [Theory]
    [InlineData("ciscospark://us/ROOM/" + Uuid)]
    [InlineData("ciscospark://us/webhook/" + Uuid)]
    [InlineData("ciscospark://us/WEBHOOK/extra/" + Uuid)]
    [InlineData("ciscospark://us/" + Uuid)]
    [InlineData("ciscospark:///WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://u s/WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://ü/WEBHOOK/" + Uuid)]
    [InlineData("https://us/WEBHOOK/" + Uuid)]
    [InlineData("ciscospark://us/WEBHOOK/")]
    [InlineData("ciscospark://us/WEBHOOK/" + Uuid + "\n")]
    [InlineData("ciscospark://us/WEBHOOK/ " + Uuid)]
    [InlineData("ciscospark://us/WEBHOOK/{" + Uuid + "}")]
    [InlineData("ciscospark://us/WEBHOOK/c3b1b1f00d5f11e68a2d0123456789ab")]
    [InlineData("ciscospark://us/WEBHOOK/0xb1b1f0-0d5f-11e6-8a2d-0123456789ab")]
    [InlineData("ciscospark://us/WEBHOOK/+3b1b1f0-0d5f-11e6-8a2d-0123456789ab")]
    [InlineData(Uuid)]
    public void Another_uri_is_no_webhook_id(string uri)
    {
        Assert.False(WebexId.TryParse(Id(uri), WebexIdTypes.Webhook, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("====")]
    [InlineData("not base64!")]
    [InlineData(Uuid)]
    [InlineData("1")]
    public void What_is_not_base64_is_no_id(string? id)
    {
        Assert.False(WebexId.TryParse(id, WebexIdTypes.Webhook, out _));
    }

    [Fact]
    public void An_id_with_anything_around_or_inside_it_is_none()
    {
        var id = WebexId.Create(WebexIdTypes.Room, Guid.Parse(Uuid));
        string[] spoiled =
        [
            $" {id}", $"{id} ", $"{id}\n", id.Insert(8, " "), $"{id}=", $"{id}====", id.Replace('Y', '-'),
            id[..^1], id + id, id + new string('A', 10_000),
        ];

        Assert.All(spoiled, text => Assert.False(WebexId.TryParse(text, WebexIdTypes.Room, out _)));
    }

    [Fact]
    public void No_text_makes_reading_throw()
    {
        var id = WebexId.Create(WebexIdTypes.Event, Guid.Parse(Uuid));

        Gen.Select(Gen.String, Gen.Int[0, id.Length]).Sample((text, place) =>
        {
            WebexId.TryParse(id.Insert(place, text), WebexIdTypes.Event, out _);
            return !WebexId.TryParse(text, WebexIdTypes.Event, out _);
        });
    }

    [Fact]
    public void An_application_id_holds_C_and_64_hex_digits_and_stays_the_same_for_its_seed()
    {
        var id = WebexId.CreateApplication(Guid.Parse(Uuid));

        var uri = Encoding.ASCII.GetString(Convert.FromBase64String(id.PadRight((id.Length + 3) / 4 * 4, '=')));
        Assert.Matches("^ciscospark://us/APPLICATION/C[0-9a-f]{64}$", uri);
        Assert.Equal(id, WebexId.CreateApplication(Guid.Parse(Uuid)));
        Assert.NotEqual(id, WebexId.CreateApplication(Guid.Empty));
    }

    private static readonly string[] Types =
    [
        WebexIdTypes.Application, WebexIdTypes.AttachmentAction, WebexIdTypes.Call, WebexIdTypes.Content,
        WebexIdTypes.Delivery, WebexIdTypes.Event, WebexIdTypes.Membership, WebexIdTypes.Message,
        WebexIdTypes.Organization, WebexIdTypes.People, WebexIdTypes.Room, WebexIdTypes.Team, WebexIdTypes.Token,
        WebexIdTypes.Webhook,
    ];

    private static string Id(string uri) => Convert.ToBase64String(Encoding.UTF8.GetBytes(uri)).TrimEnd('=');
}
