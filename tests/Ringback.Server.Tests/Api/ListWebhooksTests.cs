using System.Net;
using System.Text.RegularExpressions;
using Ringback.Server.Tests.Parity;

namespace Ringback.Server.Tests.Api;

/// <summary>Listing webhooks a page at a time.</summary>
public sealed partial class ListWebhooksTests(SharedServer shared)
{
    [Fact]
    public async Task Pages_hold_every_webhook_once_newest_first()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var ids = await RegisterAsync(person, 7);

        var pages = await PagesAsync(person, "v1/webhooks?max=3");

        Assert.Equal([3, 3, 1], pages.Select(page => page.Length));
        Assert.Equal(Enumerable.Reverse(ids), pages.SelectMany(page => page));
    }

    [Theory, WebexRow("4.2", "exactly one absolute link")]
    [InlineData("v1/webhooks?max=1")]
    [InlineData("v1/webhooks/?max=1")]
    [InlineData("webhooks?max=1")]
    [InlineData("webhooks/?max=1&ownedBy=creator")]
    public async Task Next_page_is_one_absolute_link_on_the_host_that_was_asked(string path)
    {
        var person = (await shared.NewTenantAsync()).Person;
        await RegisterAsync(person, 2);

        var first = await person.SendAsync("GET", path);
        var next = NextOf(first)!;
        var last = await person.SendAsync("GET", next.AbsoluteUri);

        Assert.Single(first.Headers["Link"]);
        Assert.Equal(shared.Server.BaseUrl.Authority, next.Authority);
        Assert.Equal(new Uri(shared.Server.BaseUrl, path).AbsolutePath, next.AbsolutePath);
        Assert.Equal(path.Contains("ownedBy", StringComparison.Ordinal),
            next.Query.Contains("ownedBy=creator", StringComparison.Ordinal));
        Assert.Single(last.ShouldBe(HttpStatusCode.OK).Items);
        Assert.Null(NextOf(last));
    }

    [Fact]
    public async Task Link_tolerates_that_the_client_repeats_its_own_parameters()
    {
        var person = (await shared.NewTenantAsync()).Person;
        await RegisterAsync(person, 3);
        var next = NextOf(await person.SendAsync("GET", "v1/webhooks?max=1&ownedBy=creator"))!;

        var second = await person.SendAsync("GET", $"{next.AbsoluteUri}&max=1&ownedBy=creator");

        Assert.Single(second.ShouldBe(HttpStatusCode.OK).Items);
        var third = await person.SendAsync("GET", NextOf(second)!.AbsoluteUri);
        Assert.Single(third.ShouldBe(HttpStatusCode.OK).Items);
        Assert.Null(NextOf(third));
    }

    [Fact]
    public async Task Full_last_page_has_no_next()
    {
        var person = (await shared.NewTenantAsync()).Person;
        await RegisterAsync(person, 3);

        Assert.Null(NextOf(await person.SendAsync("GET", "v1/webhooks?max=3")));
        Assert.NotNull(NextOf(await person.SendAsync("GET", "v1/webhooks?max=2")));
    }

    [Fact]
    public async Task Nobody_has_no_webhooks_and_an_empty_list()
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = (await person.SendAsync("GET", "v1/webhooks")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal("""{"items":[]}""", reply.Text);
        Assert.False(reply.Headers.ContainsKey("Link"));
    }

    [Fact]
    public async Task Webhooks_made_and_deleted_between_two_pages_do_not_shift_the_second()
    {
        var person = (await shared.NewTenantAsync()).Person;
        var ids = await RegisterAsync(person, 6);
        var first = await person.SendAsync("GET", "v1/webhooks?max=2");

        await RegisterAsync(person, 3);
        foreach (var gone in new[] { ids[5], ids[4], ids[2] })
        {
            (await person.SendAsync("DELETE", $"v1/webhooks/{gone}")).ShouldBe(HttpStatusCode.NoContent);
        }

        var rest = await PagesAsync(person, NextOf(first)!.AbsoluteUri);
        Assert.Equal([ids[3], ids[1], ids[0]], rest.SelectMany(page => page));
    }

    [Fact, WebexRow("4", "GET /webhooks?max")]
    public async Task Page_has_100_webhooks_unless_the_client_says_otherwise()
    {
        var person = (await shared.NewTenantAsync()).Person;
        await RegisterAsync(person, 101);

        var standard = await person.SendAsync("GET", "v1/webhooks");
        var clipped = await person.SendAsync("GET", "v1/webhooks?max=999999999999");
        var large = await person.SendAsync("GET", "v1/webhooks?max=5000");

        Assert.Equal(100, standard.Items.Count);
        Assert.Contains("max=100", NextOf(standard)!.Query, StringComparison.Ordinal);
        Assert.Equal(101, clipped.ShouldBe(HttpStatusCode.OK).Items.Count);
        Assert.Equal(101, large.ShouldBe(HttpStatusCode.OK).Items.Count);
    }

    [Theory, WebexRow("4", "GET /webhooks?max")]
    [InlineData("max=0", "max", "0")]
    [InlineData("max=-1", "max", "-1")]
    [InlineData("max=ten", "max", "ten")]
    [InlineData("max=1.5", "max", "1.5")]
    [InlineData("max=%F0%9F%98%80", "max", "😀")]
    [InlineData("ownedBy=me", "ownedBy", "me")]
    [InlineData("cursor=nonsense", "cursor", "")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAA%3D", "cursor", "")]
    public async Task Wrong_parameter_is_a_400_that_names_it(string query, string parameter, string came)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var problem = Assert.Single((await person.SendAsync("GET", $"v1/webhooks?{query}"))
            .ShouldFail(HttpStatusCode.BadRequest));

        Assert.StartsWith(parameter + " ", problem, StringComparison.Ordinal);
        Assert.Contains(came, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_and_unknown_parameters_are_as_if_they_were_not_there()
    {
        var person = (await shared.NewTenantAsync()).Person;
        await RegisterAsync(person, 1);

        var reply = await person.SendAsync("GET", "v1/webhooks?max=&ownedBy=&cursor=&unknown=1");

        Assert.Single(reply.ShouldBe(HttpStatusCode.OK).Items);
    }

    [Fact]
    public async Task Owner_narrows_the_list()
    {
        var admin = (await shared.NewTenantAsync()).Admin;
        var own = await admin.RegisterAsync(new Uri("https://example.com/"));
        var orgs =
            await admin.RegisterAsync(new Uri("https://example.com/"), new { resource = "meetings", ownedBy = "org" });

        Assert.Equal([orgs, own], Ids(await admin.SendAsync("GET", "v1/webhooks")));
        Assert.Equal([own], Ids(await admin.SendAsync("GET", "v1/webhooks?ownedBy=creator")));
        Assert.Equal([orgs], Ids(await admin.SendAsync("GET", "v1/webhooks?ownedBy=org")));
    }

    private static async Task<string[]> RegisterAsync(Member person, int count)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = await person.RegisterAsync(new Uri($"https://example.com/{Guid.NewGuid():N}"));
        }

        return ids;
    }

    private static async Task<List<string[]>> PagesAsync(Member person, string first)
    {
        var pages = new List<string[]>();
        for (var next = first; next is not null;)
        {
            var reply = (await person.SendAsync("GET", next)).ShouldBe(HttpStatusCode.OK);
            pages.Add(Ids(reply));
            next = NextOf(reply)?.AbsoluteUri;
        }

        return pages;
    }

    private static string[] Ids(Reply reply) => [.. reply.Items.Select(item => item.GetProperty("id").GetString()!)];

    private static Uri? NextOf(Reply reply) => reply.Header("Link") is { } link
        ? new Uri(NextLink().Match(link).Groups["url"].Value, UriKind.Absolute)
        : null;

    [GeneratedRegex("""^<(?<url>[^>]+)>; rel="next"$""")]
    private static partial Regex NextLink();
}
