namespace Ringback.Server.Tests.Receivers;

/// <summary>Connections are kept, and one that the receiver has closed meanwhile is nobody's failure.</summary>
public sealed class KeepAliveTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const int Times = 20;

    [Theory]
    [InlineData(Ok)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops")]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Connection_is_kept_from_one_callback_to_the_next(string answer)
    {
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            while (await connection.ReadAsync() is not null)
            {
                await connection.SendAsync(answer);
            }
        });
        using var sending = new Sending();

        for (var i = 0; i < Times; i++)
        {
            await sending.SendAsync(receiver.Url);
        }

        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public async Task Connection_that_was_closed_between_two_callbacks_is_replaced()
    {
        var count = 0;
        var closed = new SemaphoreSlim(0);
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            await connection.ReadAsync();
            Interlocked.Increment(ref count);
            await connection.SendAsync(Ok);
            connection.Dispose();
            closed.Release();
        });
        using var sending = new Sending();

        for (var i = 0; i < Times; i++)
        {
            var result = await sending.SendAsync(receiver.Url);
            await closed.WaitAsync(TestContext.Current.CancellationToken).WithinAsync("close");

            Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        }

        Assert.Equal(Times, count);
        Assert.Equal(Times, receiver.Connections);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_that_is_closed_just_when_it_is_used_again_is_replaced_within_the_attempt(bool byReset)
    {
        var count = 0;
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            // Read without being taken: as when the close and the next callback cross each other on the way.
            await connection.ReadAsync();
            Interlocked.Increment(ref count);
            await connection.SendAsync(Ok);
            await connection.ReadAsync();
            if (byReset)
            {
                connection.Reset();
            }
        });
        using var sending = new Sending();

        for (var i = 0; i < Times; i++)
        {
            var result = await sending.SendAsync(receiver.Url);

            Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        }

        Assert.Equal(Times, count);
    }

    [Fact]
    public async Task Callback_is_sent_over_a_second_connection_at_most()
    {
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            await connection.ReadAsync();
            if (connection.Number == 1)
            {
                await connection.SendAsync(Ok);
                await connection.ReadAsync();
            }
        });
        using var sending = new Sending();
        await sending.SendAsync(receiver.Url);

        var result = await sending.SendAsync(receiver.Url);

        Assert.Equal("The connection was closed before the answer was complete.", result.Outcome.Describe());
        Assert.Equal(2, receiver.Connections);
        await sending.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcdef")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")]
    public async Task Bytes_after_an_answer_are_not_taken_for_the_next_one(string answer)
    {
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            while (await connection.ReadAsync() is not null)
            {
                await connection.SendAsync(answer);
            }
        });
        using var sending = new Sending();

        for (var i = 0; i < Times; i++)
        {
            var result = await sending.SendAsync(receiver.Url);

            Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        }
    }

    [Fact]
    public async Task Long_answer_is_not_read_to_its_end_to_save_the_connection()
    {
        var body = new string('x', 1024 * 1024);
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            await connection.HangAsync();
        });
        using var sending = new Sending();

        await sending.SendAsync(receiver.Url);
        await sending.SendAsync(receiver.Url);

        Assert.Equal(2, receiver.Connections);
    }
}
