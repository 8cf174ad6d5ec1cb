using System.Net;

namespace Ringback.Server.Tests.Crash;

/// <summary>What becomes of acknowledged events when the process dies.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Event_that_was_acknowledged_just_before_the_process_was_killed_arrives_after_the_restart()
    {
        await using var receiver = Receiver.Start();
        await using var server = await ServerProcess.StartNewAsync();
        using var person = server.As("person");
        using var publisher = server.As("publisher");
        (await person.SendAsync("POST", "v1/webhooks",
            new { name = "test", targetUrl = receiver.Url, resource = "messages", @event = "created" })).ShouldBe(HttpStatusCode.OK);

        (await publisher.SendAsync("POST", "v1/events",
            new { resource = "messages", type = "created", data = new { id = "m1" } })).ShouldBe(HttpStatusCode.Accepted);
        await server.KillAsync();
        await server.StartAsync();

        Assert.Equal("m1", (await receiver.NextAsync()).Json.GetProperty("data").GetProperty("id").GetString());
    }
}
