using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ringback.Delivery.Attempts;

namespace Ringback.Server.Tests.Receivers;

/// <summary>Receivers that cannot be reached, and one whose answer must not be unpacked.</summary>
public sealed class UnreachableReceiverTests
{
    [Fact]
    public async Task Refused_connection_is_a_failure_in_words()
    {
        using var sending = new Sending();

        var result = await sending.SendAsync(new Uri($"http://127.0.0.1:{FreePort()}/"));

        Assert.Equal("The connection was refused.", result.Outcome.Describe());
        Assert.Equal("127.0.0.1", result.Address);
        await sending.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "The host name was not found.")]
    [InlineData(SocketError.NoData, "The host name was not found.")]
    [InlineData(SocketError.TryAgain,
        "The callback could not be sent: no name server gave an answer. This does not count against the webhook.")]
    public async Task Name_that_leads_nowhere_is_a_failure_in_words(SocketError error, string words)
    {
        using var sending = new Sending(lookup: (_, _) => throw new SocketException((int)error));

        var result = await sending.SendAsync(new Uri("http://nowhere.example/"));

        Assert.Equal(words, result.Outcome.Describe());
        Assert.Null(result.Address);
    }

    [Fact]
    public async Task Name_without_addresses_was_not_found()
    {
        using var sending = new Sending(lookup: (_, _) => Task.FromResult<IPAddress[]>([]));

        var result = await sending.SendAsync(new Uri("http://nowhere.example/"));

        Assert.Equal("The host name was not found.", result.Outcome.Describe());
    }

    [Fact]
    public async Task Name_server_that_is_silent_ends_the_attempt_in_time()
    {
        using var sending = new Sending(
            TimeSpan.FromMilliseconds(300), lookup: async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return [];
            });

        var result = await sending.SendAsync(new Uri("http://slow.example/"));

        Assert.Equal(OwnFault.NameServer, Assert.IsType<AttemptOutcome.OwnFailure>(result.Outcome).Fault);
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Host_that_swallows_packets_ends_the_attempt_in_time()
    {
        using var full = new FullListener();
        using var sending = new Sending(TimeSpan.FromMilliseconds(300));

        var result = await sending.SendAsync(full.Url);

        Assert.Equal("There was no connection within 0.3 s.", result.Outcome.Describe());
        await sending.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Client_whose_time_for_connecting_is_up_knows_it_for_that()
    {
        using var full = new FullListener();
        using var sending = new Sending();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            ConnectCallback = sending.Connector.ConnectAsync,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, full.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.SendAsync(request, TestContext.Current.CancellationToken).WithinAsync("end of the time for connecting"));
    }

    [Fact]
    public async Task Address_that_does_not_answer_gives_way_to_the_next_one_of_its_name()
    {
        await using var receiver = Receiver.Start();
        using var sending = new Sending(lookup: (_, _) =>
            Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]));

        var result = await sending.SendAsync(new UriBuilder(receiver.Url) { Host = "two.example" }.Uri);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal("127.0.0.1", result.Address);
    }

    [Fact]
    public async Task Compressed_answer_is_kept_as_it_came()
    {
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < 32; i++)
            {
                await gzip.WriteAsync(new byte[64 * 1024], TestContext.Current.CancellationToken);
            }
        }

        var packed = bomb.ToArray();
        ReceivedCallback? request = null;
        await using var receiver = new ScriptedReceiver(async connection =>
        {
            request = await connection.ReadAsync();
            await connection.SendAsync(
                $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.SendAsync(Encoding.Latin1.GetString(packed));
        });
        using var sending = new Sending();

        var result = await sending.SendAsync(receiver.Url);

        Assert.True(result.Outcome.IsDelivered, result.Outcome.Describe());
        Assert.Equal(packed.Take(4096), result.ResponseBody);
        Assert.Null(request!.Header("Accept-Encoding"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
