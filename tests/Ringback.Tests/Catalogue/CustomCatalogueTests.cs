using System.Text;
using Ringback.Protocol.Catalogue;

namespace Ringback.Tests.Catalogue;

public sealed class CustomCatalogueTests
{
    [Fact]
    public void A_custom_file_adds_resources_to_those_of_Webex()
    {
        var catalogue = Load("""
            {
              "version": 1,  // a comment
              "resources": [
                {
                  "name": "orders",
                  "events": ["placed", "shipped"],
                  "eventAll": ["placed"],
                  "filters": [{ "name": "customer", "kind": "email", "path": "customer.email", "events": ["placed"] }],
                  "data": { "withheld": ["card"], "withheldFor": { "shipped": ["lines"] } },
                  "scopes": { "creator": ["orders:read"] },
                  "ownedByOrg": "yes",
                },
              ],
            }
            """);

        var orders = catalogue.Find("orders")!;
        Assert.NotNull(catalogue.Find("messages"));
        Assert.Null(WebhookCatalogue.Webex.Find("orders"));
        Assert.Equal(["placed"], catalogue.ExpandEvent("orders", "all"));
        Assert.Equal(["customer", "email"], orders.FindFilter("customer")!.Path);
        Assert.Equal(["card"], orders.WithheldFor("placed"));
        Assert.Equal(["card", "lines"], orders.WithheldFor("shipped").Order());
        Assert.Equal(["orders:read"], orders.ReadScopes);
        Assert.True(orders.SupportsOrgOwner);
    }

    [Fact]
    public void A_filter_looks_at_its_own_name_for_all_events_when_nothing_else_is_said()
    {
        var catalogue = Load(Resource("""
            "name": "orders", "events": ["a", "b"], "filters": [{ "name": "sku", "kind": "id" }]
            """));

        var filter = catalogue.Find("orders")!.FindFilter("sku")!;

        Assert.Equal(["sku"], filter.Path);
        Assert.Equal(["a", "b"], filter.Events);
        Assert.Equal(80, filter.Selectivity);
    }

    [Fact]
    public void Without_additions_the_events_that_Webex_lacks_are_nowhere()
    {
        var messages = WebhookCatalogue.Webex.WithoutAdditions().Find("messages")!;

        Assert.Equal(["created", "updated", "deleted", "all"], messages.RegistrableEvents);
        Assert.All(messages.Filters, filter => Assert.False(filter.AppliesTo("read")));
        Assert.True(WebhookCatalogue.Webex.Find("messages")!.AcceptsEvent("read"));
    }

    [Fact]
    public void A_resource_may_cover_others_of_either_file()
    {
        var catalogue = Load("""
            {
              "version": 1,
              "resources": [
                { "name": "everything", "covers": ["messages", "orders"], "eventAll": ["created", "placed"] },
                { "name": "orders", "events": ["placed"] }
              ]
            }
            """);

        Assert.Equal(["messages", "orders"], catalogue.Expand("everything").Select(resource => resource.Name));
        Assert.Equal(["all", "everything"], catalogue.Wildcards.Select(resource => resource.Name));
    }

    [Theory]
    [InlineData("""{""", "(the file)")]
    [InlineData("""[]""", "(the file)")]
    [InlineData("""{ "resources": [] }""", "version")]
    [InlineData("""{ "version": 2 }""", "version")]
    [InlineData("""{ "version": "1" }""", "version")]
    [InlineData("""{ "version": 1, "version": 1 }""", "(the file)")]
    [InlineData("""{ "version": 1, "resource": [] }""", "resource")]
    [InlineData("""{ "version": 1, "resources": {} }""", "resources")]
    [InlineData("""{ "version": 1, "resources": [7] }""", "resources[0]")]
    [InlineData("""{ "version": 1, "resources": [{ "events": ["a"] }] }""", "resources[0].name")]
    [InlineData("""{ "version": 1, "resources": [{ "name": "o", "event": 1 }] }""", "resources[0].event")]
    public void A_file_that_is_no_catalogue_is_refused_by_the_place(string file, string field)
    {
        var problem = Assert.Throws<CatalogueException>(() => Load(file));

        Assert.Equal(field, problem.Field);
        Assert.Null(problem.Resource);
        Assert.Contains($"'{field}'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "events": [] """, "events")]
    [InlineData(""" "events": ["all"] """, "events")]
    [InlineData(""" "events": ["a", "a"] """, "events[1]")]
    [InlineData(""" "events": ["a b"] """, "events[0]")]
    [InlineData(""" "events": "a" """, "events")]
    [InlineData(""" "events": ["a"], "eventAll": ["b"] """, "eventAll")]
    [InlineData(""" "events": ["a"], "addedEvents": ["b"] """, "addedEvents")]
    [InlineData(""" "covers": ["messages"], "events": ["created"], "eventAll": ["created"] """, "events")]
    [InlineData(""" "covers": ["messages"] """, "eventAll")]
    [InlineData(""" "covers": ["messages"], "eventAll": ["ended"] """, "eventAll")]
    [InlineData(""" "covers": ["nothing"], "eventAll": ["created"] """, "covers")]
    [InlineData(""" "covers": ["all"], "eventAll": ["created"] """, "covers")]
    [InlineData(""" "covers": ["rooms"], "eventAll": ["created"], "filters": [{}] """, "filters")]
    [InlineData(""" "events": ["a"], "filters": [{ "kind": "id" }] """, "filters[0].name")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f" }] """, "filters[0].kind")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f=", "kind": "id" }] """, "filters[0].name")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f", "kind": "regex" }] """, "filters[0].kind")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f", "kind": "enum" }] """, "filters[0].values")]
    [InlineData(
        """ "events": ["a"], "filters": [{ "name": "f", "kind": "id", "values": ["x"] }] """,
        "filters[0].values")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f", "kind": "id", "path": "a..b" }] """, "filters[0].path")]
    [InlineData(
        """ "events": ["a"], "filters": [{ "name": "f", "kind": "id", "events": ["b"] }] """,
        "filters[0].events")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f", "kind": "text", "me": true }] """, "filters[0].me")]
    [InlineData(""" "events": ["a"], "filters": [{ "name": "f", "kind": "id", "me": "yes" }] """, "filters[0].me")]
    [InlineData(
        """ "events": ["a"], "filters": [{ "name": "f", "kind": "id", "selectivity": 101 }] """,
        "filters[0].selectivity")]
    [InlineData(
        """ "events": ["a"], "filters": [{ "name": "f", "kind": "id" }, { "name": "f", "kind": "id" }] """,
        "filters[1].name")]
    [InlineData(""" "events": ["a"], "data": { "withheldFor": { "b": ["x"] } } """, "data.withheldFor.b")]
    [InlineData(""" "events": ["a"], "data": { "withheld": [""] } """, "data.withheld[0]")]
    [InlineData(""" "events": ["a"], "ownedByOrg": "maybe" """, "ownedByOrg")]
    [InlineData(""" "events": ["a"], "botsNeedMention": { "mentions": "m" } """, "botsNeedMention.where")]
    public void A_resource_that_cannot_work_is_refused_by_name_and_place(string fields, string field)
    {
        var problem = Assert.Throws<CatalogueException>(() => Load(Resource($"\"name\": \"orders\", {fields}")));

        Assert.Equal("orders", problem.Resource);
        Assert.Equal(field, problem.Field);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("all")]
    public void A_resource_of_Webex_cannot_be_replaced(string name)
    {
        var problem = Assert.Throws<CatalogueException>(
            () => Load(Resource($"\"name\": \"{name}\", \"events\": [\"created\"]")));

        Assert.Equal(name, problem.Resource);
        Assert.Equal("name", problem.Field);
    }

    [Fact]
    public void The_message_says_what_came_and_what_is_allowed()
    {
        var problem = Assert.Throws<CatalogueException>(() => Load(Resource("""
            "name": "orders", "events": ["a"], "filters": [{ "name": "sku", "kind": "regex" }]
            """)));

        Assert.Equal(
            "invalid catalogue: resource 'orders', field 'filters[0].kind': "
            + "came 'regex'; allowed are id, email, text, enum, boolean, nonEmpty, list",
            problem.Message);
    }

    private static string Resource(string fields) => $$"""{ "version": 1, "resources": [{ {{fields}} }] }""";

    private static WebhookCatalogue Load(string file)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return WebhookCatalogue.Load(stream, WebhookCatalogue.Webex);
    }
}
