namespace Ringback.Server.Tests.Clients;

/// <summary>
/// A bot on webex-node-bot-framework, which checks the signature of <c>JSON.stringify(JSON.parse(body))</c>.
/// </summary>
public sealed class NodeBotFrameworkTests(SharedBot shared) : IClassFixture<SharedBot>
{
    private const string Folder = "node-bot-framework";

    [Fact]
    public async Task Bot_registers_two_webhooks_of_one_name_and_url()
    {
        var bot = await shared.GetAsync(Folder);

        Assert.Equal(
            ["all all", "attachmentActions created"],
            bot.Webhooks
                .Select(webhook => $"{webhook.GetProperty("resource")} {webhook.GetProperty("event")}")
                .Order());
        Assert.Single(bot.Webhooks.Select(webhook => webhook.GetProperty("name").GetString()).Distinct());
        Assert.All(bot.Webhooks, webhook => Assert.Equal(bot.Url, webhook.GetProperty("targetUrl").GetString()));
    }

    [Fact]
    public async Task Bot_that_starts_again_replaces_its_webhooks()
    {
        await using var server = await RunningServer.StartAsync();
        await using var first = await Bot.StartAsync(Folder, server);
        await using var second = await Bot.StartAsync(Folder, server);

        Assert.Equal(2, second.Webhooks.Count);
        Assert.All(second.Webhooks, webhook => Assert.Equal(second.Url, webhook.GetProperty("targetUrl").GetString()));
    }

    [Fact]
    public async Task Bot_accepts_a_callback_with_any_text_and_number()
    {
        var bot = await shared.GetAsync(Folder);

        await bot.PublishAsync(HostileText.MembershipDeleted);

        var emitted = await bot.NextAsync("emitted", "membershipDeleted");
        var data = emitted.GetProperty("data");
        Assert.Equal(HostileText.DisplayName, data.GetProperty("personDisplayName").GetString());
        Assert.Equal(1.5, data.GetProperty("isMonitor").GetDouble());
    }

    [Theory]
    [InlineData(HostileText.MessageCreated, "messages.created")]
    [InlineData(HostileText.CardSubmitted, "attachmentActions.created")]
    public async Task Bot_accepts_the_callback_of_each_of_its_webhooks(string json, string callback)
    {
        var bot = await shared.GetAsync(Folder);

        await bot.PublishAsync(json);

        var line = await bot.NextAsync("callback", callback);
        Assert.True(line.GetProperty("accepted").GetBoolean(), line.GetRawText());
    }

    [Fact]
    public async Task Bot_rejects_a_callback_that_is_not_signed_with_its_secret()
    {
        var bot = await shared.GetAsync(Folder);

        await bot.ForgeAsync("""{"resource":"messages","event":"deleted","data":{"id":"forged"}}""");

        var line = await bot.NextAsync("callback", "messages.deleted");
        Assert.False(line.GetProperty("accepted").GetBoolean());
    }
}
