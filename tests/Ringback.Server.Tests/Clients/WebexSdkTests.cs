namespace Ringback.Server.Tests.Clients;

/// <summary>The Webex JavaScript SDK from npm, unmodified, manages webhooks here as it does at Webex.</summary>
public sealed class WebexSdkTests
{
    private static readonly string[] Steps = ["create", "get", "list", "page", "update", "refuse", "remove"];

    private static readonly string[] StepsInABrowser = ["create", "page", "update", "refuse", "headers", "remove"];

    [Theory]
    [InlineData("v1")]
    [InlineData("")]
    public async Task Sdk_creates_gets_lists_pages_updates_and_removes_webhooks(string prefix)
    {
        await using var server = await RunningServer.StartAsync();
        await using var sdk = NodeClient.Start(
            "webex-sdk",
            ("HYDRA_SERVICE_URL", new Uri(server.BaseUrl, prefix).AbsoluteUri.TrimEnd('/')),
            ("WEBEX_ACCESS_TOKEN", server.PersonToken));

        var done = new List<string>();
        while (await sdk.NextAsync() is { } line)
        {
            Assert.True(line.GetProperty("ok").GetBoolean(), line.GetRawText());
            done.Add(line.GetProperty("step").GetString()!);
        }

        Assert.Equal(Steps, done);
        Assert.Equal(0, await sdk.ExitCodeAsync());
    }

    [Fact]
    public async Task Sdk_does_so_in_a_browser_on_a_page_of_another_origin()
    {
        await using var server = await RunningServer.StartAsync();
        await using var sdk = NodeClient.Start(
            "webex-browser",
            ["node", "chromium"],
            ("HYDRA_SERVICE_URL", new Uri(server.BaseUrl, "v1").AbsoluteUri),
            ("WEBEX_ACCESS_TOKEN", server.PersonToken));

        var done = new List<string>();
        while (await sdk.NextAsync() is { } line)
        {
            Assert.True(line.GetProperty("ok").GetBoolean(), line.GetRawText());
            done.Add(line.GetProperty("step").GetString()!);
        }

        Assert.Equal(StepsInABrowser, done);
        Assert.Equal(0, await sdk.ExitCodeAsync());
    }
}
