using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Ringback.Server.Tests.Start;

/// <summary>A start that cannot succeed says why in one line, ends with 1, and shows no stack trace.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Port_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var line = await FailAsync(["--data", _folder, "--urls", url]);

        Assert.Contains(url, line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_cannot_be_written()
    {
        // Below a file, since tests may run as root, who may write everywhere else.
        var line = await FailAsync(["--data", "/dev/null/x"]);

        Assert.Contains("/dev/null/x", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_not_one()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "ringback.db"), new string('x', 10_000), TestContext.Current.CancellationToken);

        var line = await FailAsync(["--data", _folder]);

        Assert.Contains(_folder, line, StringComparison.Ordinal);
        Assert.Contains("corrupt", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_damaged_in_its_first_page()
    {
        await MakeDatabaseAsync();
        await using (var file = new FileStream(Path.Combine(_folder, "ringback.db"), FileMode.Open))
        {
            file.Position = 100;
            file.Write(new byte[1000]);
        }

        var line = await FailAsync(["--data", _folder]);

        Assert.Contains("corrupt", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_of_a_newer_version()
    {
        await MakeDatabaseAsync();
        await using (var connection =
            new SqliteConnection($"Data Source={Path.Combine(_folder, "ringback.db")};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_versions SET version = '99'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var line = await FailAsync(["--data", _folder]);

        Assert.Contains("99", line, StringComparison.Ordinal);
        Assert.Contains("newer", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_another_process_uses()
    {
        await using var server = await RunningServer.StartAsync(dataFolder: _folder);

        var line = await FailAsync(["--data", _folder]);

        Assert.Contains("in use", line, StringComparison.Ordinal);
        Assert.Contains(_folder, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_is_no_URL()
    {
        var line = await FailAsync(["--data", _folder, "--urls", "nonsense"]);

        Assert.Contains("nonsense", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_without_a_certificate()
    {
        var line = await FailAsync(["--data", _folder, "--urls", "https://127.0.0.1:0"]);

        Assert.Contains("HTTPS", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Database=x;Target Session Attributes=read-write")]
    [InlineData("Host=127.0.0.1;Database=x;Multiplexing=true;Pooling=false")]
    public async Task Options_of_a_connection_that_cannot_be_used(string connection)
    {
        var line = await FailAsync(["--data", _folder, "--postgres", connection]);

        Assert.StartsWith(
            "ringback: A setting is not allowed: ConnectionStrings:Ringback cannot be used: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_is_out_of_bounds()
    {
        var line = await FailAsync(["--data", _folder], "Ringback__Delivery__Slots=0",
            "Ringback__Targets__AllowNetworks__0=ten");

        Assert.Contains("Slots", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_is_no_number()
    {
        var line = await FailAsync(["--data", _folder], "Ringback__Delivery__Slots=many");

        Assert.Contains("Slots", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_is_none_of_its_words()
    {
        var line = await FailAsync(["--data", _folder, "--profile", "webx"]);

        Assert.Equal(
            "ringback: A setting is not allowed: Ringback:Profile must be default or webex; \"webx\" came", line);
    }

    [Fact]
    public async Task Catalogue_that_is_not_there()
    {
        var path = Path.Combine(_folder, "none.json");

        var line = await FailAsync(["--data", _folder, "--catalogue", path]);

        Assert.Equal($"ringback: The catalogue {path} cannot be used: there is no such file.", line);
    }

    [Fact]
    public async Task Catalogue_that_is_a_folder()
    {
        var line = await FailAsync(["--data", _folder], $"Ringback__Catalogue={_folder}");

        Assert.Equal($"ringback: The catalogue {_folder} cannot be used: it is a folder.", line);
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("", "JSON")]
    [InlineData("\u0000\u0001\n\uFFFD", "JSON")]
    [InlineData("""{"version":1,"resources":[{"name":"orders","events":[]}]}""",
        "resource 'orders', field 'events': came none; a resource has at least one")]
    [InlineData("""{"version":1,"resources":[{"name":"messages","events":["placed"]}]}""",
        "resource 'messages', field 'name': came 'messages', which is there already")]
    public async Task Catalogue_that_is_none(string file, string reason)
    {
        var path = Path.Combine(_folder, "orders.json");
        await File.WriteAllTextAsync(path, file, TestContext.Current.CancellationToken);

        var line = await FailAsync(["--data", _folder, "--catalogue", path]);

        Assert.StartsWith($"ringback: The catalogue {path} cannot be used: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(string[] arguments, params string[] settings)
    {
        string[] urls = arguments.Contains("--urls") ? [] : ["--urls", "http://127.0.0.1:0"];
        using var process = RingbackProcess.Start(["serve", .. arguments, .. urls], settings);

        var exitCode = await process.Exited.WithinAsync("end of the process");

        Assert.True(exitCode == 1, $"It ended with {exitCode}: {process.Errors}{process.Output}");
        Assert.Equal("", process.Output);
        var line = Assert.Single(process.Errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("ringback: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }

    private async Task MakeDatabaseAsync()
    {
        await using var server = await RunningServer.StartAsync(dataFolder: _folder);
    }
}
