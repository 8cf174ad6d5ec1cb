using System.Net;
using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.OpenApi;

/// <summary>The reference page: all that it loads comes from the server, so that it works without a network.</summary>
public sealed partial class ReferencePageTests(SharedServer shared)
{
    [Fact]
    public async Task Page_names_no_other_host_and_what_it_names_is_served()
    {
        var page = (await shared.Server.Anonymous.SendAsync("GET", "docs/")).ShouldBe(HttpStatusCode.OK);

        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Text, StringComparison.Ordinal);
        var scripts = Scripts().Matches(page.Text).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["scalar.js", "scalar.aspnetcore.js"], scripts);
        foreach (var script in scripts)
        {
            var asset = (await shared.Server.Anonymous.SendAsync("GET", $"docs/{script}")).ShouldBe(HttpStatusCode.OK);
            Assert.StartsWith("text/javascript", asset.Header("Content-Type"), StringComparison.Ordinal);
        }

        Assert.Contains("\"url\":\"openapi/v1.json\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"withDefaultFonts\":false", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_is_told_to_load_from_and_talk_to_this_server_only()
    {
        var page = await shared.Server.Anonymous.SendAsync("GET", "docs/");

        var policy = page.Header("Content-Security-Policy")!.Split("; ")
            .ToDictionary(rule => rule.Split(' ')[0], rule => rule.Split(' ')[1..]);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.All(policy.Values.SelectMany(sources => sources), source =>
            Assert.Contains(source, new[] { "'none'", "'self'", "'unsafe-inline'", "data:", "blob:" }));
        Assert.DoesNotContain("data:", policy["connect-src"]);
    }

    [Fact]
    public async Task Address_without_a_slash_leads_to_the_page()
    {
        var reply = (await shared.Server.Anonymous.SendAsync("GET", "docs")).ShouldBe(HttpStatusCode.Found);

        Assert.Equal("docs/", reply.Header("Location"));
    }

    [GeneratedRegex("<script [^>]*src=\"([^\"]*)\"")]
    private static partial Regex Scripts();
}
