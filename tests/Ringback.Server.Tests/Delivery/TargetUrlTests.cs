using System.Net;
using Ringback.Server.Tests.Api;

namespace Ringback.Server.Tests.Delivery;

/// <summary>Target URLs as people write them, from the webhook to the line that a receiver gets.</summary>
public sealed class TargetUrlTests(SharedServer shared)
{
    [Theory]
    [InlineData("/shop/index.php?option=billing&task=hook", null)]
    [InlineData("/hook.cgi?api=Chat&token=%22aB%2Fc%22", null)]
    [InlineData("", "/")]
    [InlineData("?code=1", "/?code=1")]
    [InlineData("/a%2Fb%252Fc?sig=%2bAb%2f%3d&sp=%2Ftriggers%2Fmanual%2Frun", null)]
    [InlineData("//double//slash?a=1&&b==2", null)]
    [InlineData("/p?", null)]
    [InlineData("/\u00e9?\u00fc=\u00f6", "/%C3%A9?%C3%BC=%C3%B6")]
    [InlineData("/a;b=c,d?r=http://x/y?z=1&b=%26", null)]
    public async Task Callback_goes_where_the_url_says_and_shows_it_as_it_was_given(string given, string? wanted)
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var targetUrl = receiver.Url.ToString().TrimEnd('/') + given;
        (await tenant.Person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { targetUrl }))).ShouldBe(HttpStatusCode.OK);

        await tenant.Publisher.PublishAsync("m1");
        var callback = await receiver.NextAsync();

        Assert.Equal(wanted ?? given, callback.Path);
        Assert.Equal(targetUrl, callback.Json.GetProperty("targetUrl").GetString());
    }

    [Theory]
    [InlineData("http://\u202ehooks.test/")]
    [InlineData("http://\u200ehooks.test/")]
    [InlineData("http://a\u2100b.test/")]
    [InlineData("http://xn--rzte-hook-pta.test/")]
    [InlineData("http://a..test/")]
    public async Task Host_that_is_none_is_a_400_that_names_the_field(string targetUrl)
    {
        var person = (await shared.NewTenantAsync()).Person;

        var reply = await person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { targetUrl }));

        Assert.StartsWith("targetUrl ", Assert.Single(reply.ShouldFail(HttpStatusCode.BadRequest)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_in_full_width_letters_is_the_same_host_in_the_request()
    {
        await using var receiver = Receiver.Start();
        var tenant = await shared.NewTenantAsync();
        var targetUrl = $"http://\uff2c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54\u3002:{receiver.Url.Port}/";
        (await tenant.Person.SendAsync("POST", "v1/webhooks", Sample.Webhook(new { targetUrl }))).ShouldBe(HttpStatusCode.OK);

        await tenant.Publisher.PublishAsync("m1");
        var callback = await receiver.NextAsync();

        Assert.Equal($"localhost:{receiver.Url.Port}", callback.Header("Host"));
    }
}
