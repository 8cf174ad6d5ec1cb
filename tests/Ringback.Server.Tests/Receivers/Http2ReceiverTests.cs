using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Ringback.Delivery.Targets;

namespace Ringback.Server.Tests.Receivers;

/// <summary>Receivers that speak HTTP/2, well or badly.</summary>
public sealed class Http2ReceiverTests : IDisposable
{
    private static readonly ConnectGuardOptions Targets = new() { AllowPrivate = true, AllowInvalidCertificates = true };

    private readonly X509Certificate2 _certificate = Certificates.For("localhost");
    private int _requests;

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task Callbacks_share_a_connection()
    {
        await using var receiver = Receiver((http, stream, _) => http.AnswerAsync(stream));
        using var sending = new Sending(targets: Targets);

        await sending.SendAsync(receiver.Url);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sending.SendAsync(receiver.Url)));

        Assert.All(results, result => Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe()));
        Assert.Equal(21, _requests);
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public async Task Callback_that_a_going_receiver_did_not_take_goes_over_another_connection()
    {
        await using var receiver = Receiver((http, stream, connection) => connection == 1
            ? http.GoAwayAsync(lastStream: 0, Http2Connection.NoError)
            : http.AnswerAsync(stream));
        using var sending = new Sending(targets: Targets);

        var result = await sending.SendAsync(receiver.Url);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal(2, receiver.Connections);
    }

    [Fact]
    public async Task Callback_that_a_going_receiver_took_and_did_not_answer_has_failed()
    {
        await using var receiver = new ScriptedReceiver(
            async connection =>
            {
                var http = new Http2Connection(connection);
                await http.OpenAsync();
                if (await http.ReadRequestAsync() is { } stream)
                {
                    await http.GoAwayAsync(stream, Http2Connection.InternalError);
                }
            },
            Certificates.ShownBy(_certificate, SslApplicationProtocol.Http2));
        using var sending = new Sending(targets: Targets);

        var result = await sending.SendAsync(receiver.Url);

        Assert.Equal("unreachable", result.Outcome.Kind);
        Assert.Matches("^(The exchange was broken off [(]HTTP/2 error 2[)]|The connection was closed before the answer was "
            + "complete)[.]$", result.Outcome.Describe());
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Refused_stream_is_tried_again_within_the_attempt()
    {
        await using var receiver = Receiver((http, stream, _) => Volatile.Read(ref _requests) == 1
            ? http.ResetAsync(stream, Http2Connection.RefusedStream)
            : http.AnswerAsync(stream));
        using var sending = new Sending(targets: Targets);

        var result = await sending.SendAsync(receiver.Url);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Exchange_that_is_broken_off_has_failed_and_the_connection_goes_on()
    {
        await using var receiver = Receiver((http, stream, _) => Volatile.Read(ref _requests) == 1
            ? http.ResetAsync(stream, Http2Connection.InternalError)
            : http.AnswerAsync(stream));
        using var sending = new Sending(targets: Targets);

        var first = await sending.SendAsync(receiver.Url);
        var second = await sending.SendAsync(receiver.Url);

        Assert.Equal("The exchange was broken off (HTTP/2 error 2).", first.Outcome.Describe());
        Assert.True(second.Outcome.IsDelivered, second.Outcome.Describe());
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public async Task Answer_that_is_broken_off_has_failed()
    {
        await using var receiver = Receiver(async (http, stream, _) =>
        {
            await http.AnswerAsync(stream, isWhole: false);
            await http.ResetAsync(stream, Http2Connection.InternalError);
        });
        using var sending = new Sending(targets: Targets);

        var result = await sending.SendAsync(receiver.Url);

        Assert.Equal("unreachable", result.Outcome.Kind);
        Assert.EndsWith("he exchange was broken off (HTTP/2 error 2).", result.Outcome.Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "There was no answer within 1 s.")]
    [InlineData(true, "The answer began, but was not complete within 1 s.")]
    public async Task Receiver_that_hangs_has_timed_out_and_the_connection_goes_on(bool begins, string words)
    {
        await using var receiver = Receiver((http, stream, _) => Volatile.Read(ref _requests) > 1 ? http.AnswerAsync(stream)
            : begins ? http.AnswerAsync(stream, isWhole: false)
            : Task.CompletedTask);
        using var sending = new Sending(TimeSpan.FromSeconds(1), Targets);

        var first = await sending.SendAsync(receiver.Url);
        var second = await sending.SendAsync(receiver.Url);

        Assert.Equal(words, first.Outcome.Describe());
        Assert.True(second.Outcome.IsDelivered, second.Outcome.Describe());
    }

    [Fact]
    public async Task Receiver_that_promises_http_2_and_speaks_something_else_has_failed()
    {
        await using var receiver = new ScriptedReceiver(
            connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
            Certificates.ShownBy(_certificate, SslApplicationProtocol.Http2));
        using var sending = new Sending(targets: Targets);

        var result = await sending.SendAsync(receiver.Url);

        Assert.Equal("unreachable", result.Outcome.Kind);
        Assert.NotNull(result.Outcome.Describe());
        await sending.ShouldBeHealthyAsync();
    }

    private ScriptedReceiver Receiver(Func<Http2Connection, int, int, Task> answer) => new(
        async connection =>
        {
            var http = new Http2Connection(connection);
            await http.OpenAsync();
            while (await http.ReadRequestAsync() is { } stream)
            {
                Interlocked.Increment(ref _requests);
                await answer(http, stream, connection.Number);
            }
        },
        Certificates.ShownBy(_certificate, SslApplicationProtocol.Http2));
}
