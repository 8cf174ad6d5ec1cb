namespace Ringback.Server.Tests.Crash;

/// <summary>A receiver that does not answer does not keep the server from ending.</summary>
public sealed class HangingReceiverTests
{
    // It ends within 9 s; without a grace time it would wait for the attempt, which may take 15.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Server_that_is_told_to_stop_ends_before_the_attempt_would()
    {
        var gate = new Gate();
        await using var receiver = Receiver.Start(_ => gate.Answer);
        await using var server = await ServerProcess.StartNewAsync();
        using var person = server.As("person");
        await Member.As(person).RegisterAsync(receiver.Url);
        using var publisher = server.As("publisher");
        (await publisher.SendAsync("POST", "v1/events", Api.Sample.Event())).ShouldBe(System.Net.HttpStatusCode.Accepted);
        await receiver.NextAsync();

        server.Current.Terminate();
        var exitCode = await server.Current.Exited.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.Equal("", server.Current.Errors);
        gate.Open(200);
    }
}
