using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ringback.Protocol.Catalogue;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Parity;

/// <summary>Every resource, event and filter of the catalogue, from registration to match.</summary>
public sealed class Section_1_2_CatalogueTests(SharedServer shared)
{
    public static TheoryData<string, string> Events => new(WebhookCatalogue.Webex.Resources
        .SelectMany(resource => resource.Events.Select(name => (resource.Name, name))));

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_reaches_a_webhook_of_each_filter_and_no_webhook_of_another_value(string resource, string name)
    {
        var tenant = await shared.NewTenantAsync();
        var filters = WebhookCatalogue.Webex.Find(resource)!.Filters.Where(filter => filter.AppliesTo(name)).ToList();
        var data = new JsonObject();
        filters.ForEach(filter => Set(data, filter));
        await RegisterAsync(tenant.Admin, resource, name, null);
        var takesAll = WebhookCatalogue.Webex.Find(resource)!.AllStandsFor(name);
        if (takesAll)
        {
            await RegisterAsync(tenant.Admin, resource, WebhookCatalogue.All, null);
        }

        foreach (var filter in filters)
        {
            await RegisterAsync(tenant.Admin, resource, name, $"{filter.Name}={Value(filter)}");
            if (Other(filter) is { } other)
            {
                await RegisterAsync(tenant.Admin, resource, name, $"{filter.Name}={other}");
            }
        }

        var published = new JsonObject { ["resource"] = resource, ["type"] = name, ["data"] = data };
        var reply = await tenant.Publisher.SendAsync("POST", "v1/events", published.ToJsonString());

        Assert.Equal(
            filters.Count + (takesAll ? 2 : 1),
            reply.ShouldBe(HttpStatusCode.Accepted).Items[0].GetProperty("matched").GetInt32());
    }

    private static async Task RegisterAsync(Member admin, string resource, string name, string? filter)
    {
        var ownedBy = WebhookCatalogue.Webex.Find(resource)!.SupportsOrgOwner ? "org" : "creator";
        var body = Sample.Webhook(
            new { resource, @event = name, filter, ownedBy, targetUrl = "http://127.0.0.1:9/", name = filter ?? "none" });

        var reply = await admin.SendAsync("POST", "v1/webhooks", body);

        Assert.True(reply.Status == HttpStatusCode.OK, $"{filter}: {reply.Text}");
    }

    private static string Value(CatalogueFilter filter) => filter.Kind switch
    {
        FilterKind.Enum => filter.Values[0],
        FilterKind.Boolean or FilterKind.NonEmpty => "true",
        FilterKind.Email => "a@example.com",
        _ => "v1",
    };

    private static string? Other(CatalogueFilter filter) => filter.Kind switch
    {
        FilterKind.Enum => filter.Values.ElementAtOrDefault(1),
        FilterKind.Boolean or FilterKind.NonEmpty => "false",
        FilterKind.Email => "b@example.com",
        _ => "v2",
    };

    private static void Set(JsonObject data, CatalogueFilter filter)
    {
        var place = data;
        foreach (var step in filter.Path.SkipLast(1))
        {
            place[step] ??= new JsonObject();
            place = place[step]!.AsObject();
        }

        place[filter.Path[^1]] = filter.Kind switch
        {
            FilterKind.Boolean => true,
            FilterKind.NonEmpty or FilterKind.List => new JsonArray(Value(filter)),
            _ => JsonSerializer.SerializeToNode(Value(filter)),
        };
    }
}
