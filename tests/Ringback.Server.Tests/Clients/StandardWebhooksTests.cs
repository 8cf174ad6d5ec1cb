using System.Text;
using System.Text.Json;

namespace Ringback.Server.Tests.Clients;

/// <summary>The official Standard Webhooks library from npm verifies what the server sends.</summary>
public sealed class StandardWebhooksTests
{
    [Theory]
    [InlineData("a secret of plain text")]
    [InlineData("zażółć gęślą jaźń 🦊")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public async Task Library_verifies_a_callback_and_refuses_it_once_changed(string secret)
    {
        await using var server = await RunningServer.StartAsync();
        await using var receiver = Receiver.Start();
        await using var library = NodeClient.Start("standard-webhooks");
        await server.As(server.PersonToken).SendAsync("POST", "v1/webhooks", new
        {
            name = "signed 🦊",
            targetUrl = receiver.Url,
            resource = "memberships",
            @event = "deleted",
            secret,
        });
        await server.As(server.PublisherToken).SendAsync("POST", "v1/events", HostileText.MembershipDeleted);

        var callback = await receiver.NextAsync();

        var headers = callback.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);
        var elsewhere = new Dictionary<string, string>(headers) { ["webhook-id"] = "another delivery" };
        Assert.True(await VerifiesAsync(library, secret, headers, callback.Text));
        Assert.False(await VerifiesAsync(library, "another secret", headers, callback.Text));
        Assert.False(await VerifiesAsync(library, secret, headers, callback.Text + " "));
        Assert.False(await VerifiesAsync(library, secret, elsewhere, callback.Text));
    }

    private static async Task<bool> VerifiesAsync(
        NodeClient library, string secret, IReadOnlyDictionary<string, string> headers, string text)
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        await library.TellAsync(JsonSerializer.Serialize(new { secret, headers, body }));
        var answer = await library.NextAsync("verified");
        return answer.GetProperty("verified").GetBoolean();
    }
}
