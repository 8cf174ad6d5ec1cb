namespace Ringback.Server.Tests.Receivers;

/// <summary>Whatever a receiver does, the outcome says it, and the next callback to a good one goes well.</summary>
public sealed class HostileReceiverTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    public static TheoryData<string> Names => [.. Hostility.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Outcome_says_what_the_receiver_did_and_the_sender_stays_healthy(string name)
    {
        var hostility = Hostility.All[name];
        await using var hostile = new ScriptedReceiver(hostility.Script);
        using var sending = new Sending(hostility.Kind == "timed_out" ? Short : null);

        var first = await sending.SendAsync(hostile.Url);
        var second = await sending.SendAsync(hostile.Url);

        foreach (var result in new[] { first, second })
        {
            Assert.Equal(hostility.Kind, result.Outcome.Kind);
            if (hostility.Words == "*")
            {
                Assert.Matches("^[A-Z].+[.]$", result.Outcome.Describe());
            }
            else
            {
                Assert.Equal(hostility.Words?.Replace("{0}", "0.4", StringComparison.Ordinal), result.Outcome.Describe());
            }

            Assert.Equal("127.0.0.1", result.Address);
        }

        await sending.ShouldBeHealthyAsync();
    }
}
