using System.Net;
using System.Text.Json;

namespace Ringback.Server.Tests.Crash;

/// <summary>The <c>dev.json</c> of a development server.</summary>
public sealed class DevFileTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task File_names_the_server_and_its_tokens_and_only_its_owner_can_read_it()
    {
        await using var server = await RunningServer.StartAsync();
        var path = Path.Combine(server.DataFolder, "dev.json");

        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(["baseUrl", "tokens"], file.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(["admin", "person", "bot", "publisher"],
            file.RootElement.GetProperty("tokens").EnumerateObject().Select(field => field.Name));
        Assert.Equal(server.BaseUrl, new Uri(file.RootElement.GetProperty("baseUrl").GetString() + "/"));
    }

    [Theory]
    [InlineData("true", "dev.json")]
    [InlineData("false", "admin-token")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task File_that_others_could_read_is_replaced(string isDev, string name)
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, "{}", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);

        await using (await RunningServer.StartAsync(new Dictionary<string, string?> { ["Ringback:Dev"] = isDev }, folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tokens_do_what_their_names_say()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.As(server.AdminToken);
        using var person = server.As(server.PersonToken);
        using var bot = server.As(server.BotToken);
        using var publisher = server.As(server.PublisherToken);

        (await admin.SendAsync("GET", "v1/tokens")).ShouldBe(HttpStatusCode.OK);
        Assert.Equal("person", (await person.SendAsync("GET", "v1/people/me"))["type"]);
        Assert.Equal("bot", (await bot.SendAsync("GET", "v1/people/me"))["type"]);
        (await publisher.SendAsync("POST", "v1/events",
            new { resource = "rooms", type = "created", data = new { id = "r1" } }))
            .ShouldBe(HttpStatusCode.Accepted);
        Assert.Equal((await person.SendAsync("GET", "v1/people/me"))["orgId"],
            (await bot.SendAsync("GET", "v1/people/me"))["orgId"]);
    }

    [Fact]
    public async Task Next_start_has_the_same_tokens_people_and_webhooks()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        string[] tokens;
        string me, webhooks;
        await using (var first = await RunningServer.StartAsync(dataFolder: folder))
        {
            using var person = first.As(first.PersonToken);
            tokens = [first.AdminToken, first.PersonToken, first.BotToken, first.PublisherToken];
            (await person.SendAsync("POST", "v1/webhooks", new
            {
                name = "kept",
                targetUrl = "https://example.com/",
                resource = "messages",
                @event = "created",
                secret = "shh",
                filter = "roomId=r1",
                status = "inactive",
            })).ShouldBe(HttpStatusCode.OK);
            me = (await person.SendAsync("GET", "v1/people/me")).Text;
            webhooks = (await person.SendAsync("GET", "v1/webhooks")).Text;
        }

        await using (var second = await RunningServer.StartAsync(dataFolder: folder))
        {
            using var person = second.As(second.PersonToken);
            string[] again = [second.AdminToken, second.PersonToken, second.BotToken, second.PublisherToken];
            Assert.Equal(tokens, again);
            Assert.Equal(me, (await person.SendAsync("GET", "v1/people/me")).Text);
            Assert.Equal(webhooks, (await person.SendAsync("GET", "v1/webhooks")).Text);
            using var admin = second.As(second.AdminToken);
            Assert.Equal(4, (await admin.SendAsync("GET", "v1/tokens")).Items.Count);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Options_can_come_from_the_environment()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        using (var process = RingbackProcess.Start(
            ["serve"], $"Ringback__Data={folder}", "Ringback__Dev=true", "ASPNETCORE_URLS=http://127.0.0.1:0"))
        {
            await process.Ready;
            process.Kill();
            await process.Exited.WithinAsync("end of the process");
        }

        Assert.True(File.Exists(Path.Combine(folder, "dev.json")));
        Directory.Delete(folder, recursive: true);
    }
}
