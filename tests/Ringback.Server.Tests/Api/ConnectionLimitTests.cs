using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>More connections than there is room for: idle ones go, work goes on.</summary>
public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Idle_connections_make_room_and_requests_under_way_do_not_notice()
    {
        await using var server = await RunningServer.StartAsync(
            new Dictionary<string, string?> { ["Ringback:Requests:MaxConnections"] = "16" });
        using var busy = await ConnectAsync(server);
        await using var stream = busy.GetStream();
        var body = Sample.Event();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.PublisherToken}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var idle = new List<TcpClient>();
        for (var i = 0; i < 200; i++)
        {
            try
            {
                idle.Add(await ConnectAsync(server));
            }
            catch (SocketException)
            {
                // The server may close it while it is being made.
            }
        }

        using var person = server.As(server.PersonToken);
        var another = await Eventually.GetAsync(async () =>
        {
            try
            {
                return await person.SendAsync("GET", "v1/people/me");
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }, reply => reply?.Status == HttpStatusCode.OK);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body), TestContext.Current.CancellationToken);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WithinAsync("answer");

        Assert.NotNull(another);
        Assert.Contains("HTTP/1.1 202 ", answer, StringComparison.Ordinal);
        idle.ForEach(connection => connection.Dispose());
    }

    private static async Task<TcpClient> ConnectAsync(RunningServer server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.BaseUrl.Host, server.BaseUrl.Port, TestContext.Current.CancellationToken);
        return socket;
    }
}
