using System.Net;

namespace Ringback.Server.Tests.Faults;

/// <summary>What the tests of faults ask of a server.</summary>
internal static class FaultyServer
{
    /// <summary>Registers a webhook for the messages of a <see cref="SteadyLoad"/>.</summary>
    public static async Task RegisterAsync(this ServerProcess server, Receiver receiver)
    {
        using var person = server.As("person");
        await Member.As(person).RegisterAsync(receiver.Url);
    }

    /// <summary>Waits until <c>/health/ready</c> says so, or that it is not.</summary>
    public static async Task IsReadyAsync(this ServerProcess server, bool isReady)
    {
        using var client = server.As("person");
        await Eventually.IsTrueAsync(isReady ? "it is ready" : "it is not ready", async () =>
            (await client.SendAsync("GET", "health/ready")).Status
                == (isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable));
        (await client.SendAsync("GET", "health/live")).ShouldBe(HttpStatusCode.OK);
    }
}
