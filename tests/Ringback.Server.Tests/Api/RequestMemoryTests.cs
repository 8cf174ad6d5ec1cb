using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ringback.Server.Tests.Api;

/// <summary>The bodies of all requests together have a share of memory, and slow ones do not keep it.</summary>
public sealed class RequestMemoryTests
{
    private const int Body = 15 * 1024 * 1024;

    [Fact]
    public async Task Body_for_which_there_is_no_memory_is_a_503_with_Retry_After_until_there_is()
    {
        // Room for one of the largest of each of two orgs.
        await using var server = await StartAsync("00:10:00");
        using var publisher = server.As(server.PublisherToken);
        using var stalled = await StallAsync(server);
        var batch = Batch();

        var refused = await Eventually.GetAsync(
            () => publisher.SendAsync("POST", "v1/events", batch), reply => reply.Status == HttpStatusCode.ServiceUnavailable);
        var small = await publisher.SendAsync("POST", "v1/events", Sample.Event());
        stalled.Dispose();
        var taken = await Eventually.GetAsync(
            () => publisher.SendAsync("POST", "v1/events", batch), reply => reply.Status == HttpStatusCode.Accepted);

        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Contains("too many large requests", Assert.Single(refused.ShouldFail(HttpStatusCode.ServiceUnavailable)),
            StringComparison.Ordinal);
        small.ShouldBe(HttpStatusCode.Accepted);
        Assert.Equal(15, taken.Items.Count);
    }

    [Fact]
    public async Task Org_that_has_taken_all_it_may_leaves_room_for_another()
    {
        await using var server = await StartAsync("00:10:00");
        var other = await Tenant.NewAsync(server);
        using var publisher = server.As(server.PublisherToken);
        using var stalled = await StallAsync(server);
        var batch = Batch();
        await Eventually.GetAsync(
            () => publisher.SendAsync("POST", "v1/events", batch), reply => reply.Status == HttpStatusCode.ServiceUnavailable);

        var replies = new List<Reply>();
        for (var i = 0; i < 5; i++)
        {
            replies.Add(await other.Publisher.SendAsync("POST", "v1/events", batch));
        }

        Assert.All(replies, reply => reply.ShouldBe(HttpStatusCode.Accepted));
    }

    [Fact]
    public async Task Body_that_stops_coming_is_given_up_with_408()
    {
        await using var server = await StartAsync("00:00:01");
        using var publisher = server.As(server.PublisherToken);
        using var stalled = await StallAsync(server);
        await using var stream = stalled.GetStream();
        using var reader = new StreamReader(stream);

        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinAsync("answer");
        var taken = await Eventually.GetAsync(
            () => publisher.SendAsync("POST", "v1/events", Batch()), reply => reply.Status == HttpStatusCode.Accepted);

        Assert.StartsWith("HTTP/1.1 408 ", status, StringComparison.Ordinal);
        taken.ShouldBe(HttpStatusCode.Accepted);
    }

    private static Task<RunningServer> StartAsync(string patience) => RunningServer.StartAsync(new Dictionary<string, string?>
    {
        ["Ringback:Requests:MemoryLimit"] = $"{256 * 1024 * 1024}",
        ["Ringback:Requests:BodyPatience"] = patience,
    });

    // All but the end of a body, which then does not come.
    private static async Task<TcpClient> StallAsync(RunningServer server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.BaseUrl.Host, server.BaseUrl.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.PublisherToken}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Body + 1}\r\n\r\n"), TestContext.Current.CancellationToken);
        await stream.WriteAsync(new byte[Body], TestContext.Current.CancellationToken);
        return socket;
    }

    private static string Batch()
    {
        var data = new string('x', (1024 * 1024) - 200);
        var item = $$"""{"resource":"messages","type":"created","data":{"id":"{{data}}"} }""";
        return $$"""{"items":[{{string.Join(',', Enumerable.Repeat(item, 15))}}]}""";
    }
}
