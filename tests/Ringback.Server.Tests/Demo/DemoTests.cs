using System.Text.RegularExpressions;

namespace Ringback.Server.Tests.Demo;

/// <summary><c>ringback demo</c>, as a person runs it.</summary>
public sealed partial class DemoTests
{
    private static readonly string[] AllColumns =
        ["Webhook", "Watches", "Matched", "Delivered", "Retried", "p50 ms", "p99 ms"];

    [Fact]
    public async Task Demo_ends_by_itself_with_everything_received()
    {
        using var demo = RingbackProcess.Start(["demo"]);

        var exitCode = await demo.Exited.WithinAsync("end of the demo");

        Assert.Equal("", demo.Errors);
        Assert.Equal(0, exitCode);
        Assert.All(AllColumns, column => Assert.Contains(column, demo.Output, StringComparison.Ordinal));
        Assert.Matches(RecoveredRow, demo.Output);
        Assert.Matches(SilentRow, demo.Output);
        Assert.Contains("X-Spark-Signature: ", demo.Output, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"In \\\"Project Unicorn\\\" 🦄\"", demo.Output, StringComparison.Ordinal);
        Assert.Matches(Verdict, demo.Output);
    }

    [Fact]
    public async Task Output_to_a_file_is_plain_text()
    {
        using var demo = RingbackProcess.Start(["demo"], "CI=true", "GITHUB_ACTIONS=true", "TERM=xterm-256color");

        await demo.Exited.WithinAsync("end of the demo");

        Assert.DoesNotContain('\u001b', demo.Output);
    }

    [Fact]
    public async Task Kept_demo_serves_until_it_is_told_to_stop_and_leaves_no_folder()
    {
        using var demo = RingbackProcess.Start(["demo", "--keep"]);
        await Eventually.IsTrueAsync(
            "the demo is kept", () => Task.FromResult(demo.Output.Contains("stop with", StringComparison.Ordinal)));
        var url = ServedUrl.Match(demo.Output).Groups[1].Value;
        var file = TokensFile.Match(demo.Output).Groups[1].Value;
        var hadTokens = File.Exists(file);
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{url}/people/me", TestContext.Current.CancellationToken);

        demo.Terminate();
        var exitCode = await demo.Exited.WithinAsync("end of the demo");

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.True(hadTokens);
        Assert.Equal(0, exitCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [GeneratedRegex(@"Fails twice, recovers +memberships created +(\d+) +\1 +2 ")]
    private static partial Regex RecoveredRow { get; }

    [GeneratedRegex(@"Nobody speaks here +messages created, roomId +0 +0 +0 +– +–")]
    private static partial Regex SilentRow { get; }

    [GeneratedRegex(@"✔ All \d{3} callbacks came once, signed and correct; nothing else came\.")]
    private static partial Regex Verdict { get; }

    [GeneratedRegex(@"Serving on +(\S+)")]
    private static partial Regex ServedUrl { get; }

    [GeneratedRegex(@"tokens in +(\S+)")]
    private static partial Regex TokensFile { get; }
}
