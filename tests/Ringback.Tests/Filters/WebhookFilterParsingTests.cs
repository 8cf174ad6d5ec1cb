using Ringback.Filters;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Filters;

public sealed class WebhookFilterParsingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_absent_or_empty_text_is_no_filter(string? text)
    {
        var filter = Valid("messages", "created", text);

        Assert.Same(WebhookFilter.None, filter);
        Assert.Null(filter.Text);
        Assert.Null(filter.Narrowest);
    }

    [Theory]
    [InlineData("roomId=Y2lzY29zcGFyazovL3VzL1JPT00v+/==", "Y2lzY29zcGFyazovL3VzL1JPT00v+/==")]
    [InlineData("roomId=a%2Bb%3D%26%C3%A9", "a+b=&é")]
    [InlineData("roomId=100%", "100%")]
    [InlineData("roomId=100%zz%41", "100%zz%41")]
    [InlineData("roomId=a+b", "a+b")]
    [InlineData("room%49d=a", "a")]
    public void A_value_is_raw_or_percent_encoded_and_the_text_is_kept(string text, string value)
    {
        var filter = Valid("messages", "created", text);

        Assert.Equal(text, filter.Text);
        Assert.Equal(value, Assert.NotNull(filter.Narrowest).Value);
    }

    [Theory]
    [InlineData("roomId=R1&hasFiles=true")]
    [InlineData("mentionedPeople=me,P1")]
    [InlineData("personEmail=a%40x.org")]
    public void The_text_is_echoed_as_it_was_given(string text)
    {
        Assert.Equal(text, Valid("messages", "created", text).Text);
    }

    [Fact]
    public void Terms_share_the_filters_of_the_catalogue()
    {
        var term = Assert.NotNull(Valid("messages", "created", "roomId=R1").Narrowest);

        Assert.Same(WebhookCatalogue.Webex.Find("messages")!.FindFilter("roomId"), term.Filter);
    }

    [Theory]
    [InlineData(
        "messages", "created", "room=1",
        "invalid filter: room is not a filter of messages; allowed are hasAttachments, hasFiles, mentionedGroups, "
        + "mentionedPeople, personEmail, personId, roomId, roomType")]
    [InlineData(
        "rooms", "created", "Type=group",
        "invalid filter: Type is not a filter of rooms; allowed are isLocked, type")]
    [InlineData(
        "meetings", "created", "host=1",
        "invalid filter: host is not a filter of meetings; allowed are id, meetingNumber, meetingType, siteUrl, state")]
    [InlineData(
        "telephony_mwi", "updated", "state=1",
        "invalid filter: state is not a filter of telephony_mwi; it takes no filter")]
    [InlineData(
        "rooms", "migrated", "type=group",
        "invalid filter: type does not apply to the event migrated of rooms, only to created, updated; "
        + "it takes no filter")]
    [InlineData("meetings", "ended", "hostEmail=a@x.org", "invalid filter: hostEmail needs ownedBy=org")]
    [InlineData(
        "messages", "created", "roomId=R1&roomId=R2",
        "invalid filter: roomId is there more than once; allowed is once")]
    [InlineData(
        "messages", "created", "roomId=",
        "invalid value for filter: roomId; came an empty value; allowed is an id")]
    [InlineData(
        "messages", "created", "roomType=Group",
        "invalid value for filter: roomType; came 'Group'; allowed are direct, group")]
    [InlineData(
        "memberships", "created", "isModerator=1",
        "invalid value for filter: isModerator; came '1'; allowed are true, false")]
    [InlineData(
        "messages", "created", "hasFiles=True",
        "invalid value for filter: hasFiles; came 'True'; allowed are true, false")]
    [InlineData(
        "messages", "created", "mentionedPeople=me,,P1",
        "invalid value for filter: mentionedPeople; came 'me,,P1'; "
        + "allowed are values with one comma between them, or me")]
    [InlineData(
        "messages", "created", "personEmail=",
        "invalid value for filter: personEmail; came an empty value; allowed is an email address")]
    [InlineData(
        "meetings", "created", "siteUrl=",
        "invalid value for filter: siteUrl; came an empty value; allowed is a text")]
    [InlineData(
        "messages", "created", "roomId",
        "invalid filter: came 'roomId'; allowed are name=value pairs with & between them")]
    [InlineData(
        "messages", "created", "=R1",
        "invalid filter: came '=R1'; allowed are name=value pairs with & between them")]
    [InlineData(
        "messages", "created", "roomId=R1&",
        "invalid filter: came ''; allowed are name=value pairs with & between them")]
    [InlineData("all", "all", "roomId=R1", "invalid filter: all takes no filter; came 'roomId=R1'")]
    public void What_is_no_filter_is_refused_with_what_came_and_what_is_allowed(
        string resource, string eventName, string text, string message)
    {
        Assert.Equal(message, Invalid(resource, eventName, text));
    }

    [Fact]
    public void A_long_text_is_cut_in_the_message_between_characters()
    {
        var message = Invalid("messages", "created", "roomType=" + new string('x', 99) + "😀" + new string('y', 999));

        Assert.Contains("'" + new string('x', 99) + "…'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_org_webhook_may_filter_by_host_and_is_told_so()
    {
        var resource = WebhookCatalogue.Webex.Find("meetings")!;

        Assert.IsType<FilterParseResult.Parsed>(WebhookFilter.Parse("hostEmail=a@x.org", resource, "ended", true));
        var invalid = Assert.IsType<FilterParseResult.Invalid>(WebhookFilter.Parse("x=1", resource, "ended", true));
        Assert.Contains("hostEmail, hostUserId", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_all_takes_what_applies_to_any_event_it_stands_for()
    {
        Assert.Equal("type=group", Valid("rooms", "all", "type=group").Text);
    }

    [Theory]
    [InlineData("roomId=R1&personId=P1", "personId=P1&roomId=R1", true)]
    [InlineData("mentionedPeople=a,b", "mentionedPeople=b,a", true)]
    [InlineData("mentionedPeople=a,b,a", "mentionedPeople=b,a", true)]
    [InlineData("roomId=a%2Bb", "roomId=a+b", true)]
    [InlineData("personEmail=A@x.org", "personEmail=a@X.org", true)]
    [InlineData("roomId=R1", "roomId=r1", false)]
    [InlineData("roomId=R1", "roomId=R1&personId=P1", false)]
    [InlineData("roomId=R1", "personId=R1", false)]
    [InlineData("mentionedPeople=a,b", "mentionedPeople=a,c", false)]
    [InlineData("", "", true)]
    [InlineData("", "roomId=R1", false)]
    public void Filters_are_the_same_as_sets_of_pairs(string one, string other, bool same)
    {
        var first = Valid("messages", "created", one);
        var second = Valid("messages", "created", other);

        Assert.Equal(same, first.SameAs(second));
        Assert.Equal(same, second.SameAs(first));
        Assert.Equal(same, first.HashOfTerms == second.HashOfTerms);
    }

    private static WebhookFilter Valid(string resource, string eventName, string? text) =>
        Assert.IsType<FilterParseResult.Parsed>(Parse(resource, eventName, text)).Filter;

    private static string Invalid(string resource, string eventName, string text) =>
        Assert.IsType<FilterParseResult.Invalid>(Parse(resource, eventName, text)).Message;

    private static FilterParseResult Parse(string resource, string eventName, string? text) =>
        WebhookFilter.Parse(text, WebhookCatalogue.Webex.Find(resource)!, eventName, ownedByOrg: false);
}
