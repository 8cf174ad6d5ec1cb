namespace Ringback.Server.Tests.Clients;

/// <summary>A bot on botbuilder-adapter-webex, whose SDK is the oldest of the three.</summary>
public sealed class BotbuilderAdapterTests(SharedBot shared) : IClassFixture<SharedBot>
{
    private const string Folder = "botbuilder-adapter";

    [Fact]
    public async Task Bot_learns_who_it_is_and_registers_two_webhooks()
    {
        var bot = await shared.GetAsync(Folder);

        var identity = bot.Ready.GetProperty("identity");
        Assert.NotEmpty(identity.GetProperty("id").GetString()!);
        Assert.NotEmpty(identity.GetProperty("emails").EnumerateArray());
        Assert.Equal(
            ["all all", "attachmentActions all"],
            bot.Webhooks
                .Select(webhook => $"{webhook.GetProperty("resource")} {webhook.GetProperty("event")}")
                .Order());
    }

    [Fact]
    public async Task Bot_that_starts_again_updates_its_webhooks_in_place()
    {
        await using var server = await RunningServer.StartAsync();
        await using var first = await Bot.StartAsync(Folder, server);
        await using var second = await Bot.StartAsync(Folder, server);

        Assert.Equal(Ids(first), Ids(second));
        Assert.All(second.Webhooks, webhook => Assert.Equal(second.Url, webhook.GetProperty("targetUrl").GetString()));

        static IEnumerable<string?> Ids(Bot bot) =>
            bot.Webhooks.Select(webhook => webhook.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Bot_accepts_a_callback_with_any_text_and_number()
    {
        var bot = await shared.GetAsync(Folder);

        await bot.PublishAsync(HostileText.MembershipDeleted);

        var activity = await bot.NextAsync("activity", "memberships.deleted");
        var data = activity.GetProperty("data");
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
