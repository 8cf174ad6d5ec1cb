using System.CommandLine;
using System.Text.Json;
using Ringback.Cli.Tokens;
using Ringback.Client;

namespace Ringback.Server.Tests.Tokens;

/// <summary><c>ringback token</c> against a real server.</summary>
public sealed class TokenCommandTests : IAsyncLifetime
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private RunningServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
    }

    [Fact]
    public async Task Created_token_has_all_that_was_asked_for_and_works()
    {
        string[] options =
        [
            "--name", "ci", "--person", "P", "--org", "O", "--app", "A", "--bot", "--display-name", "Cy <é>",
            "--email", "a@example.com", "b@example.com", "--scope", "spark:all", "--scope", "ringback:publish",
            "--role", "admin", "--expires", "2099-12-31", "--json",
        ];

        var exitCode = await RunAsync(["create", .. options, "--data", _server.DataFolder]);

        Assert.Equal(0, exitCode);
        using var answer = JsonDocument.Parse(_output.ToString());
        var created = answer.RootElement;
        Assert.Equal("ci", Text(created, "name"));
        Assert.Equal(("P", "O", "A"), (Text(created, "personId"), Text(created, "orgId"), Text(created, "appId")));
        Assert.Equal("2099-12-31T00:00:00.000Z", Text(created, "expiresAt"));
        Assert.Equal(["ringback:publish", "spark:all"], Texts(created, "scopes"));
        Assert.Equal(["admin"], Texts(created, "roles"));
        using var client = new RingbackClient(_server.BaseUrl, Text(created, "token"));
        var me = await client.People.MeAsync(Token);
        Assert.Equal(("Cy <é>", "bot"), (me.DisplayName, me.Type));
        Assert.Equal(["a@example.com", "b@example.com"], me.Emails);
    }

    [Fact]
    public async Task Created_token_is_told_in_words()
    {
        var exitCode = await RunAsync(["create", "--name", "ci", "--expires", "30d", "--token", _server.AdminToken]);

        Assert.Equal(0, exitCode);
        Assert.Contains("token       rb_", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("scopes      none", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("shown only now", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_every_token_but_not_the_secrets()
    {
        var exitCode = await RunAsync(["list", "--data", _server.DataFolder]);

        Assert.Equal(0, exitCode);
        Assert.Contains("Perry Person", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Bo Bot (bot)", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("rb_", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _output.ToString());
    }

    [Fact]
    public async Task List_is_printed_as_the_APIs_answer()
    {
        var exitCode = await RunAsync(["list", "--json", "--data", _server.DataFolder]);

        Assert.Equal(0, exitCode);
        using var answer = JsonDocument.Parse(_output.ToString());
        Assert.Equal(4, answer.RootElement.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_is_revoked_by_its_id_long_or_short(bool isShort)
    {
        using var admin = new RingbackClient(_server.BaseUrl, _server.AdminToken);
        var created = await admin.Tokens.CreateAsync(new() { Name = "to be revoked" }, Token);
        var id = isShort ? TokenWords.ShortId(created.Id) : created.Id;

        var exitCode = await RunAsync(["revoke", id, "--data", _server.DataFolder]);

        Assert.Equal(0, exitCode);
        using var client = new RingbackClient(_server.BaseUrl, created.Token);
        await Assert.ThrowsAsync<RingbackException>(() => client.People.MeAsync(Token));
    }

    [Fact]
    public async Task First_administrators_token_is_found_in_the_data_folder()
    {
        await using var production = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:Dev"] = "false" });

        var exitCode = await RunAsync(["list", "--data", production.DataFolder], production.BaseUrl);

        Assert.Equal(0, exitCode);
        Assert.Contains("Administrator", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("valid access token", "list", "--token", "wrong")]
    [InlineData("could not be found", "revoke", "nothing", "--data", "DATA")]
    [InlineData("expiresAt must be in the future; 2020-01-01T00:00:00.000Z came; scopes",
        "create", "--expires", "2020-01-01", "--scope", "a b", "--data", "DATA")]
    [InlineData("Connection refused. Start a server with", "list", "--token", "x", "--url", "http://127.0.0.1:1")]
    [InlineData("\"here\" is not an http or https URL", "list", "--token", "x", "--url", "here")]
    [InlineData("No token: give --token", "list", "--data", "/dev/null/x")]
    [InlineData("has more than one line", "list", "--token", "a\nb")]
    public async Task Mistake_is_told_in_one_line(string words, params string[] arguments)
    {
        var exitCode = await RunAsync(
            [.. arguments.Select(argument => argument == "DATA" ? _server.DataFolder : argument)]);

        Assert.Equal(1, exitCode);
        Assert.Equal("", _output.ToString());
        var line = Assert.Single(_errors.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("ringback: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_of_tokens_that_is_broken_is_told_by_its_path()
    {
        var file = Path.Combine(_server.DataFolder, "dev.json");
        await File.WriteAllTextAsync(file, "{\"tokens\":[]}", Token);

        var exitCode = await RunAsync(["list", "--data", _server.DataFolder]);

        Assert.Equal(1, exitCode);
        Assert.Equal($"ringback: {file} is not what a server writes.", _errors.ToString().TrimEnd());
    }

    [Fact]
    public async Task Bad_usage_is_told_without_a_stack_trace()
    {
        using var ringback = RingbackProcess.Start(["token", "create", "--expires", "soon"]);

        var exitCode = await ringback.Exited.WithinAsync("end of the command");

        Assert.Equal(1, exitCode);
        Assert.Equal("--expires must be like 30d, 12h or 2030-12-31; \"soon\" came.", ringback.Errors.Trim());
        Assert.Equal("", ringback.Output.Trim());
    }

    private Task<int> RunAsync(string[] arguments, Uri? url = null) =>
        TokenCommand.Create()
            .Parse(arguments.Contains("--url") ? arguments : [.. arguments, "--url", (url ?? _server.BaseUrl).ToString()])
            .InvokeAsync(new InvocationConfiguration { Output = _output, Error = _errors }, Token);

    private static string Text(JsonElement answer, string field) => answer.GetProperty(field).GetString()!;

    private static IEnumerable<string?> Texts(JsonElement answer, string field) =>
        answer.GetProperty(field).EnumerateArray().Select(text => text.GetString());
}
