using System.Text.Json;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Filters;

public sealed class WebhookFilterMatchingTests
{
    public static TheoryData<string, string, string, string, string> Rows => new(FilterCases.Rows.Select(
        row => new TheoryDataRow<string, string, string, string, string>(
            row.Resource, row.Event, row.Filter, row.Matching, row.Other)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Filter_matches_what_it_names_and_nothing_else(
        string resource, string eventName, string filter, string matching, string other)
    {
        var row = new FilterCase(resource, eventName, filter, matching, other);

        Assert.True(Matches(row, matching));
        Assert.False(Matches(row, other));
    }

    [Fact]
    public void Every_filter_of_the_catalogue_has_a_row()
    {
        var tested = FilterCases.Rows
            .Select(row => $"{row.Resource} {row.Filter.Split('=')[0]}")
            .ToHashSet();

        var missing = WebhookCatalogue.Webex.Resources
            .SelectMany(resource => resource.Filters.Select(filter => $"{resource.Name} {filter.Name}"))
            .Where(filter => !tested.Contains(filter));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_value_of_an_enum_filter_matches_itself_only()
    {
        foreach (var resource in WebhookCatalogue.Webex.Resources)
        {
            foreach (var filter in resource.Filters.Where(filter => filter.Kind == FilterKind.Enum))
            {
                foreach (var value in filter.Values)
                {
                    var row = new FilterCase(resource.Name, filter.Events[0], $"{filter.Name}={value}", "", "");

                    Assert.True(Matches(row, Nested(filter.Path, value)));
                    Assert.False(Matches(row, Nested(filter.Path, value.ToUpperInvariant() + "x")));
                }
            }
        }
    }

    [Fact]
    public void Terms_must_all_match()
    {
        var row = new FilterCase("messages", "created", "roomId=R1&personId=P1&hasFiles=true", "", "");

        Assert.True(Matches(row, """{"roomId":"R1","personId":"P1","files":["f"]}"""));
        Assert.False(Matches(row, """{"roomId":"R1","personId":"P1"}"""));
        Assert.False(Matches(row, """{"roomId":"R1","personId":"P2","files":["f"]}"""));
    }

    [Fact]
    public void PersonId_of_a_call_is_the_remote_party_or_the_actor()
    {
        var row = new FilterCase("telephony_calls", "created", "personId=ACTOR", "", "");

        Assert.True(Matches(row, "{}", "ACTOR"));
        Assert.True(Matches(row, """{"remoteParty":{"personId":"ACTOR"}}""", "someone else"));
        Assert.False(Matches(row, "{}", "someone else"));
        Assert.False(Matches(row, "{}", null));
    }

    [Fact]
    public void Me_among_mentioned_people_is_the_creator_beside_others()
    {
        var row = new FilterCase("messages", "created", "mentionedPeople=P1,me", "", "");

        Assert.True(Matches(row, """{"mentionedPeople":["CREATOR"]}"""));
        Assert.True(Matches(row, """{"mentionedPeople":["x","P1"]}"""));
        Assert.False(Matches(row, """{"mentionedPeople":["me"]}"""));
    }

    [Theory]
    [InlineData("""{"roomId":"Zoë \"1\" 😀"}""")]
    [InlineData("""{"roomId":"Zo\u00eb \"1\" \ud83d\ude00"}""")]
    public void Data_may_be_escaped(string data)
    {
        var row = new FilterCase("messages", "created", "roomId=Zoë \"1\" 😀", "", "");

        Assert.True(Matches(row, data));
    }

    [Fact]
    public void A_long_value_matches()
    {
        var value = new string('x', 5000);
        var row = new FilterCase("messages", "created", $"roomId={value}", "", "");

        Assert.True(Matches(row, $$"""{"roomId":"{{value}}"}"""));
        Assert.False(Matches(row, $$"""{"roomId":"{{value}}y"}"""));
    }

    [Theory]
    [InlineData("""{"roomId":"\ud800"}""")]
    [InlineData("[]")]
    [InlineData("\"R1\"")]
    [InlineData("null")]
    [InlineData("""{"roomId":[[],[{"roomId":"R1"}]]}""")]
    public void Strange_data_does_not_match_and_does_no_harm(string data)
    {
        var row = new FilterCase("messages", "created", "roomId=R1", "", "");

        Assert.False(Matches(row, data));
    }

    [Fact]
    public void No_filter_matches_everything()
    {
        Assert.True(Ringback.Filters.WebhookFilter.None.Matches(default, "CREATOR", null));
    }

    private static bool Matches(FilterCase row, string data, string? actor = null) =>
        row.Parse().Matches(JsonElement.Parse(data), "CREATOR", actor);

    private static string Nested(IReadOnlyList<string> path, string value) =>
        path.Reverse().Aggregate($"\"{value}\"", (inner, name) => $$"""{"{{name}}":{{inner}}}""");
}
