namespace Ringback.Server.Tests.Receivers;

/// <summary>A receiver may answer before it has read the whole callback, and hang up: its answer counts (RFC 9112, 9.3).</summary>
public sealed class EarlyAnswerTests
{
    private static readonly byte[] LongBody = new byte[900_000];

    [Theory]
    [InlineData("200 OK", 200)]
    [InlineData("413 Too Large", 413)]
    [InlineData("410 Gone", 410)]
    public async Task Answer_before_the_end_of_the_callback_counts(string answer, int status)
    {
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            var begin = new byte[2000];
            await connection.Stream.ReadExactlyAsync(begin, connection.Stopping);
            await connection.SendAsync($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await connection.HangAsync();
        });
        using var sending = new Sending();

        var result = await sending.SendAsync(receiver.Url, LongBody);

        Assert.Equal(status, result.Outcome.StatusCode);
        Assert.Equal(1, receiver.Connections);
    }
}
