using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>Callers that close their half of the connection when they have sent their request are answered.</summary>
public sealed class HalfCloseTests(SharedServer shared)
{
    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(300_000, false)]
    [InlineData(300_000, true)]
    public async Task Request_is_answered(int length, bool inPieces)
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;
        var body = Sample.Event(new { data = new { id = new string('x', length) } });
        var request = Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {publisher.Token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("HTTP/1.1 202 ", await SendAsync(request, inPieces), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Request_of_which_a_part_is_missing_ends_the_connection()
    {
        var publisher = (await shared.NewTenantAsync()).Publisher;

        var answer = await SendAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {publisher.Token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"), inPieces: false);

        Assert.DoesNotContain("HTTP/1.1 2", answer, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(byte[] request, bool inPieces)
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(
            shared.Server.BaseUrl.Host, shared.Server.BaseUrl.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        foreach (var piece in inPieces ? request.Chunk(request.Length / 3) : [request])
        {
            await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WithinAsync("answer");
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }
}
