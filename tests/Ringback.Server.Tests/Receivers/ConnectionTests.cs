using System.Net;
using System.Net.Security;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Targets;

namespace Ringback.Server.Tests.Receivers;

/// <summary>Which connection a callback goes over, and what is known of it afterwards.</summary>
public sealed class ConnectionTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.2");
    private static readonly ConnectGuardOptions AnyCertificate =
        new() { AllowPrivate = true, AllowInvalidCertificates = true };

    [Fact]
    public async Task Silent_addresses_do_not_keep_the_next_one_of_their_name_from_its_turn()
    {
        await using var receiver = Receiver.Start();
        var silent = Enumerable.Range(20, 9).Select(i => IPAddress.Parse($"127.0.0.{i}")).ToList();
        var holes = silent.ConvertAll(address => new FullListener(address, receiver.Url.Port));
        using var sending = new Sending(lookup: (_, _) => Task.FromResult<IPAddress[]>([.. silent, IPAddress.Loopback]));

        var result = await sending.SendAsync(new UriBuilder(receiver.Url) { Host = "many.example" }.Uri);

        holes.ForEach(hole => hole.Dispose());
        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal("127.0.0.1", result.Address);
    }

    [Fact]
    public async Task Each_address_that_is_tried_counts_as_a_connection_and_is_given_back()
    {
        const int limit = 3;
        using var first = new FullListener(IPAddress.Parse("127.0.0.20"));
        var addresses = Enumerable.Range(20, 5).Select(i => IPAddress.Parse($"127.0.0.{i}")).ToArray();
        var others = addresses.Skip(1).Select(address => new FullListener(address, first.Url.Port)).ToList();
        using var sending = new Sending(
            TimeSpan.FromSeconds(3), lookup: (_, _) => Task.FromResult(addresses), maxConnections: limit);

        var result = sending.SendAsync(new UriBuilder(first.Url) { Host = "many.example" }.Uri);
        await Eventually.IsTrueAsync("no connection is left", () => Task.FromResult(Left() == 0));

        Assert.IsType<AttemptOutcome.TimedOut>((await result).Outcome);
        await Eventually.IsTrueAsync("all are left", () => Task.FromResult(Left() == limit));
        others.ForEach(listener => listener.Dispose());

        int Left()
        {
            var left = 0;
            while (sending.Connections.TryTakeLeave())
            {
                left++;
            }

            for (var i = 0; i < left; i++)
            {
                sending.Connections.GiveBack();
            }

            return left;
        }
    }

    [Fact]
    public async Task Address_is_that_of_the_connection_that_was_used_and_not_of_the_last_one_dialled()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lookups = 0;
        await using var receiver = new ScriptedReceiver(
            async connection =>
            {
                await connection.ReadAsync();
                if (connection.Number == 1)
                {
                    first.SetResult();
                    await second.Task;
                }
                else
                {
                    second.SetResult();
                }

                await connection.SendAsync(Ok);
            },
            address: IPAddress.Any);
        using var sending = new Sending(lookup: (_, _) => Task.FromResult<IPAddress[]>(
            [Interlocked.Increment(ref lookups) == 1 ? IPAddress.Loopback : Second]));
        var url = new UriBuilder(receiver.Url) { Host = "moves.example" }.Uri;

        var one = sending.SendAsync(url);
        await first.Task.WithinAsync("first callback");
        var other = await sending.SendAsync(url);

        Assert.Equal(("127.0.0.1", "127.0.0.2"), ((await one).Address, other.Address));
    }

    [Fact]
    public async Task Parts_of_an_attempt_are_told_and_a_kept_connection_has_none_of_connecting()
    {
        await using var receiver = Receiver.Start();
        using var sending = new Sending(lookup: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var url = new UriBuilder(receiver.Url) { Host = "kept.example" }.Uri;

        var first = await sending.SendAsync(url);
        var second = await sending.SendAsync(url);

        Assert.Equal((true, "1.1", "127.0.0.1"), (first.IsNewConnection, first.HttpVersion, first.Address));
        Assert.NotNull(first.Timing!.Lookup);
        Assert.NotNull(first.Timing.Connect);
        Assert.Null(first.Timing.Tls);
        Assert.Equal((false, "1.1", "127.0.0.1"), (second.IsNewConnection, second.HttpVersion, second.Address));
        Assert.Equal((null, null, null), (second.Timing!.Lookup, second.Timing.Connect, second.Timing.Tls));
        Assert.All([first, second], result => Assert.NotNull(result.Timing!.FirstByte));
        Assert.All([first, second], result => Assert.NotNull(result.Timing!.Body));
    }

    [Fact]
    public async Task Connection_and_parts_of_an_attempt_are_told_over_http_2_too()
    {
        using var certificate = Certificates.For("localhost");
        await using var receiver = new ScriptedReceiver(
            AnswerHttp2Async, Certificates.ShownBy(certificate, SslApplicationProtocol.Http2));
        using var sending = new Sending(targets: AnyCertificate);

        var first = await sending.SendAsync(receiver.Url);
        var second = await sending.SendAsync(receiver.Url);

        Assert.Equal((true, "2.0", "127.0.0.1"), (first.IsNewConnection, first.HttpVersion, first.Address));
        Assert.NotNull(first.Timing!.Tls);
        Assert.Equal((false, "2.0", "127.0.0.1"), (second.IsNewConnection, second.HttpVersion, second.Address));
        Assert.Null(second.Timing!.Tls);
    }

    [Theory]
    [InlineData(Http2Connection.Http11Required)]
    [InlineData(Http2Connection.InadequateSecurity)]
    public async Task Receiver_that_refuses_http_2_gets_the_same_attempt_over_http_1_1_and_is_remembered(uint refusal)
    {
        var refused = 0;
        using var certificate = Certificates.For("localhost");
        await using var receiver = new ScriptedReceiver(
            async connection =>
            {
                if (((SslStream)connection.Stream).NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
                {
                    var http = new Http2Connection(connection);
                    await http.OpenAsync();
                    while (await http.ReadRequestAsync() is { } stream)
                    {
                        Interlocked.Increment(ref refused);
                        await http.ResetAsync(stream, refusal);
                    }
                }

                while (await connection.ReadAsync() is not null)
                {
                    await connection.SendAsync(Ok);
                }
            },
            Certificates.ShownBy(certificate, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        using var sending = new Sending(targets: AnyCertificate);

        var results = new[] { await sending.SendAsync(receiver.Url), await sending.SendAsync(receiver.Url) };

        Assert.All(results, result => Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe()));
        Assert.All(results, result => Assert.Equal("1.1", result.HttpVersion));
        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task Idle_connections_are_closed_before_there_are_too_many()
    {
        using var sending = new Sending(maxConnections: 3);

        for (var i = 0; i < 10; i++)
        {
            await using var receiver = Receiver.Start();
            var result = await sending.SendAsync(receiver.Url);

            Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
            Assert.InRange(sending.Connections.Count, 1, 3);
        }
    }

    [Fact]
    public async Task Connection_that_is_closed_for_another_one_just_as_it_is_handed_out_is_replaced_within_the_attempt()
    {
        var time = new HookedTime();
        await using var receiver = Receiver.Start();
        using var sending = new Sending(maxConnections: 1, time: time);
        await sending.SendAsync(receiver.Url);

        // The first reading is the callback's beginning, the second that of its sending, when it has the connection.
        time.At(2, () =>
        {
            Assert.True(sending.Connections.WaitForLeaveAsync(CancellationToken.None).AsTask().IsCompleted);
            sending.Connections.GiveBack();
        });
        var result = await sending.SendAsync(receiver.Url);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.True(result.IsNewConnection);
        Assert.Equal(2, receiver.Count);
    }

    [Fact]
    public async Task Callback_waits_for_a_connection_while_all_are_in_use()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new Gate();
        await using var busy = Receiver.Start(callback =>
        {
            asked.TrySetResult();
            return gate.Answer;
        });
        await using var other = Receiver.Start();
        using var sending = new Sending(maxConnections: 1);

        var first = sending.SendAsync(busy.Url);
        await asked.Task.WithinAsync("callback");
        var second = sending.SendAsync(other.Url);
        Assert.Equal(0, other.Count);
        gate.Open(200);

        Assert.True((await first).Outcome.IsDelivered);
        Assert.True((await second).Outcome.IsDelivered);
    }

    [Fact]
    public async Task Callback_that_got_no_connection_in_its_time_failed_for_a_reason_of_our_own()
    {
        await using var receiver = Receiver.Start();
        using var sending = new Sending(TimeSpan.FromMilliseconds(300), maxConnections: 1);
        await sending.Connections.WaitForLeaveAsync(TestContext.Current.CancellationToken);

        var result = await sending.SendAsync(receiver.Url);

        Assert.Equal(OwnFault.Descriptors, Assert.IsType<AttemptOutcome.OwnFailure>(result.Outcome).Fault);
    }

    private static async Task AnswerHttp2Async(ScriptedConnection connection)
    {
        var http = new Http2Connection(connection);
        await http.OpenAsync();
        while (await http.ReadRequestAsync() is { } stream)
        {
            await http.AnswerAsync(stream);
        }
    }
}
