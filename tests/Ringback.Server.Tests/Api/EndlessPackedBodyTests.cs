using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>Bodies that are packed so that they unpack to nothing, however long they are.</summary>
public sealed class EndlessPackedBodyTests
{
    // A deflate block that holds nothing, and is not the last.
    private static readonly byte[] EmptyBlock = [0x00, 0x00, 0x00, 0xFF, 0xFF];

    [Theory]
    [InlineData("gzip", "1F8B0800000000000003")]
    [InlineData("deflate", "7801")]
    public async Task Limit_counts_what_comes_too(string encoding, string head)
    {
        await using var server = await StartAsync("00:10:00");
        using var socket = await SendAsync(server, encoding, head, (64 * 1024 / EmptyBlock.Length) + 1);

        var answer = await ReadAsync(socket);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("at most 65536 bytes", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "1F8B0800000000000003")]
    [InlineData("deflate", "7801")]
    [InlineData("br", "")]
    public async Task Body_that_stops_coming_at_its_start_is_given_up_with_408(string encoding, string head)
    {
        await using var server = await StartAsync("00:00:01");
        using var socket = await SendAsync(server, encoding, head, blocks: encoding == "br" ? 0 : 1);

        var answer = await ReadAsync(socket);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("came too slowly", answer, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(string patience) => RunningServer.StartAsync(
        new Dictionary<string, string?> { ["Ringback:Requests:BodyPatience"] = patience });

    // The chunk that would end the body does not come.
    private static async Task<TcpClient> SendAsync(RunningServer server, string encoding, string head, int blocks)
    {
        byte[] body = [.. Convert.FromHexString(head), .. Enumerable.Repeat(EmptyBlock, blocks).SelectMany(block => block)];
        var socket = new TcpClient();
        await socket.ConnectAsync(server.BaseUrl.Host, server.BaseUrl.Port, TestContext.Current.CancellationToken);
        byte[] request =
        [
            .. Encoding.ASCII.GetBytes(
                $"POST /v1/webhooks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.PersonToken}\r\n"
                + $"Content-Type: application/json\r\nContent-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .. Encoding.ASCII.GetBytes(body.Length == 0 ? "" : $"{body.Length:X}\r\n"),
            .. body,
        ];
        await socket.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadAsync(TcpClient socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith('}'))
        {
            var count = await socket.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WithinAsync("answer");
            Assert.True(count > 0, $"The connection ended after: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
