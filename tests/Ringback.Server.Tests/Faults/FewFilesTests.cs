using System.Net;
using System.Net.Sockets;
using Ringback.Server.Tests.Receivers;

namespace Ringback.Server.Tests.Faults;

/// <summary>A process that may have few files open lives through a flood of connections on either side.</summary>
public sealed class FewFilesTests
{
    private const int Files = 512;
    private const int Flood = 400;

    [Fact]
    public async Task Flood_of_idle_connections_and_of_silent_receivers_leaves_room_for_work()
    {
        var silent = Enumerable.Range(0, 10).Select(_ => new FullListener()).ToList();
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartNewWithFilesAsync(
            Files, "Ringback__Delivery__AttemptTimeout=00:00:02");
        using var person = server.As("person");
        foreach (var hole in silent)
        {
            await Member.As(person).RegisterAsync(hole.Url);
        }

        using var publisher = server.As("publisher");
        for (var i = 0; i < 8; i++)
        {
            await PublishAsync(publisher, $"silent{i}");
        }

        await Member.As(person).RegisterAsync(receiver.Url);
        var idle = await FloodAsync(server.BaseUrl);
        await PublishAsync(publisher, "good");
        await receiver.NextAsync(1);
        await server.IsReadyAsync(isReady: true);

        Assert.Equal("good", receiver.Received.Single().Header("Ringback-Event-Id"));
        Assert.False(server.Current.Exited.IsCompleted);
        Assert.DoesNotContain("Too many open files", server.Current.Errors + server.Current.Output, StringComparison.Ordinal);
        idle.ForEach(connection => connection.Dispose());
        silent.ForEach(hole => hole.Dispose());
    }

    [Fact]
    public async Task More_connections_than_the_process_may_have_open_are_refused_at_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("ringback-test-").FullName;
        using var process = RingbackProcess.StartWithFiles(
            Files, ["serve", "--data", folder, "--urls", "http://127.0.0.1:0"], "Ringback__Requests__MaxConnections=300");

        var exitCode = await process.Exited.WithinAsync("end of the process");

        Assert.Equal((1, ""), (exitCode, process.Output));
        var line = Assert.Single(process.Errors.TrimEnd('\n').Split('\n'));
        Assert.Contains("Ringback:Requests:MaxConnections", line, StringComparison.Ordinal);
        Assert.Contains($"of the {Files} files", line, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static Task PublishAsync(HttpClient publisher, string id) => Eventually.IsTrueAsync("published", async () =>
    {
        try
        {
            var items = new[] { new { id, resource = "messages", type = "created", data = new { id } } };
            return (await publisher.SendAsync("POST", "v1/events", new { items })).Status == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            // Its connection made room for another one.
            return false;
        }
    });

    private static async Task<List<TcpClient>> FloodAsync(Uri server)
    {
        var idle = new List<TcpClient>();
        for (var i = 0; i < Flood; i++)
        {
            var connection = new TcpClient();
            idle.Add(connection);
            try
            {
                await connection.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                // The server may close it while it is being made.
            }
        }

        return idle;
    }
}
