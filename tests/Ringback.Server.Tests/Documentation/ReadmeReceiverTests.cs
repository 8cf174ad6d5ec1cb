using System.Net;
using System.Text;
using Ringback.Protocol.Signing;

namespace Ringback.Server.Tests.Documentation;

/// <summary>The receivers of the README take what Ringback signs, and nothing else.</summary>
public sealed class ReadmeReceiverTests
{
    private const string Secret = "shh";
    private const string Id = "Y2lzY29zcGFyazovL3VzL0RFTElWRVJZLzE";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"data":{"text":"Grüße"}}""");

    [Theory]
    [InlineData("python3", "receiver.py")]
    [InlineData("node", "receiver.mjs")]
    public async Task Receiver_takes_what_is_signed_and_fresh_and_nothing_else(string program, string file)
    {
        await using var receiver = await ReadmeReceiver.StartAsync(program, file);
        using var client = new HttpClient { BaseAddress = receiver.Url };
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var other = Sign("other", now);

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(client, now, Sign(Secret, now)));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(client, now, $"{other} {Sign(Secret, now)}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, now, other));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, now, "v1,short"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, now, Sign(Secret, now - 1)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, now - 3600, Sign(Secret, now - 3600)));
    }

    private static string Sign(string secret, long seconds) =>
        StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf(secret), Id, seconds, Body);

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, long seconds, string signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Body) };
        request.Headers.Add("webhook-id", Id);
        request.Headers.Add("webhook-timestamp", $"{seconds}");
        request.Headers.Add("webhook-signature", signatures);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
