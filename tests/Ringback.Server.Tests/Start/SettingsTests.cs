using Ringback.Server.Start;

namespace Ringback.Server.Tests.Start;

/// <summary>A setting that cannot work fails the start with a sentence that names it, what came, and what is allowed.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("http://localhost:0", "localhost needs a port")]
    [InlineData("http://127.0.0.1:99999", "the port must be 0 to 65535")]
    [InlineData("ftp://127.0.0.1:5081", "the scheme must be http or https")]
    [InlineData("http://127.0.0.1:0/base", "Ringback:PathBase is the setting for it")]
    [InlineData("http://127.0.0.1:0, http://[::1]:0", "separated by semicolons")]
    [InlineData("nonsense", "it is not a URL")]
    [InlineData("http://127.0.0.1:0;", "it is not a URL")]
    [InlineData("http://hooks.example.com:5080", "the host must be an IP address of this machine")]
    [InlineData("http://127.0.0.1.:5080", "the host must be an IP address of this machine")]
    [InlineData("http://127.0.0.l:5080", "the host must be an IP address of this machine")]
    [InlineData("http://127.1:5080", "the host must be an IP address of this machine")]
    [InlineData("http://256.0.0.1:5080", "the host must be an IP address of this machine")]
    [InlineData("http://[::g]:5080", "the host must be an IP address of this machine")]
    [InlineData("http://[127.0.0.1]:5080", "the host must be an IP address of this machine")]
    [InlineData("http://[0.0.0.0]:5080", "the host must be an IP address of this machine")]
    [InlineData("http://[[::1]]:5080", "the host must be an IP address of this machine")]
    [InlineData("http://[::1", "the host must be an IP address of this machine")]
    [InlineData("http://[::1]x:5080", "the host must be an IP address of this machine")]
    public void Address_to_listen_on(string urls, string problem)
    {
        var failure = Assert.Throws<SettingUnusableException>(() => Create(urls));

        Assert.StartsWith("A setting is not allowed: Urls \"", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://*:0;http://+:5080")]
    [InlineData("http://0.0.0.0:5080;https://[::]:5443")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://unix:/tmp/ringback.sock")]
    public async Task Address_that_can_be_listened_on_is_taken(string urls)
    {
        await using var server = Create(urls);

        Assert.NotNull(server);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "http://127.0.0.1:")]
    [InlineData("http://[::1]:0", "http://[::1]:")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:0", "http://[::1]:")]
    [InlineData("http://[127.0.0.1]:0", null)]
    [InlineData("http://[::1", null)]
    public async Task Server_listens_where_it_was_told_to_and_nowhere_else(string urls, string? start)
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-");
        try
        {
            var settings = ("Ringback:Data", folder.FullName);
            if (start is null)
            {
                Assert.Throws<SettingUnusableException>(() => Create(urls, settings));
                return;
            }

            await using var server = Create(urls, settings);
            await server.StartAsync(TextWriter.Null, TestContext.Current.CancellationToken);

            Assert.StartsWith(start, server.BaseUrl, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://nowhere:1", "the host must be an IP address")]
    [InlineData("Logging:LogLevel:Default", "Verbose", "must be Trace, Debug, Information")]
    [InlineData("Logging:Console:LogLevel:Ringback", "all", "must be Trace, Debug, Information")]
    [InlineData("Logging:Console:FormatterName", "pretty", "must be simple, json, systemd")]
    [InlineData("Logging:Console:FormatterOptions:TimestampFormat", "%", "must be a format of times")]
    [InlineData("Ringback:Delivery:Slots", "0", "must be a whole number from 8 to 10000")]
    [InlineData("Ringback:Delivery:Slots", "many", "must be a whole number from 8 to 10000")]
    [InlineData("Ringback:Delivery:AttemptTimeout", "soon", "must be a time such as 00:00:30 from 00:00:01 to 00:02:00")]
    [InlineData("Ringback:Delivery:AttemptTimeout", "1.00:00:00", "from 00:00:01 to 00:02:00")]
    [InlineData("Ringback:Delivery:RetryWaits:1", "later", "must be a time")]
    [InlineData("Ringback:Delivery:RetryJitter", "half", "must be a number from 0 to 0.5")]
    [InlineData("Ringback:Delivery:DisableWhenGone", "maybe", "must be true or false")]
    [InlineData("Ringback:Dev", "yes", "must be true or false")]
    [InlineData("Ringback:Delivery:Slot", "9", "is not a setting")]
    [InlineData("Ringback:Deliveries:Slots", "9", "is not a setting")]
    [InlineData("Ringback:Requests:MemoryLimit", "1", "must be a whole number from 268435456")]
    public void Value(string key, string value, string problem)
    {
        var failure = Assert.Throws<SettingUnusableException>(() => Create("http://127.0.0.1:0", (key, value)));

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        if (!problem.StartsWith("is not", StringComparison.Ordinal))
        {
            Assert.Contains($"\"{value}\"", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Variable_that_is_called_like_the_program_is_no_setting()
    {
        await using var server = Create("http://127.0.0.1:0", ("Ringback", "/opt/ringback"));

        Assert.NotNull(server);
    }

    private static RingbackServer Create(string urls, params (string Key, string Value)[] settings) => RingbackServer.Create(
        new ServerOptions
        {
            Urls = urls,
            Settings = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
        });
}
